package epidemic.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import epidemic.kernel.NodeId;
import epidemic.kernel.Topology;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every spelling that is accepted, and every error with what it says. */
class TransactionParserTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
                    b, r(12), w(49,53), r(69), c      => 0|r 12|w 49=53|r 69
                    b, r(12), w(49,53), r(69)         => 0|r 12|w 49=53|r 69
                    b,r(12),w(49,53),r(69),c          => 0|r 12|w 49=53|r 69
                    b; r(12); w(49,53); r(69); c      => 0|r 12|w 49=53|r 69
                    b, r(12); w(49,53), r(69); c      => 0|r 12|w 49=53|r 69
                    b , r ( 12 ) , w ( 49 , 53 ) , c  => 0|r 12|w 49=53
                    b, w(49.53), c                    => 0|w 49=53
                    b, w(49 . 53), c                  => 0|w 49=53
                    b, w(49.5.3), c                   => 0|w 49=5.3
                    b, w(a.b,c), c                    => 0|w a.b=c
                    b, w(a,b.c), c                    => 0|w a=b.c
                    b, w(a.b, c.d), c                 => 0|w a.b=c.d
                    b, w(c,c), c                      => 0|w c=c
                    b, a(49,53), c                    => 0|a 49=53
                    b, a(49.53), c                    => 0|a 49=53
                    b, a(49,5+3), c                   => 0|a 49=5+3
                    b, r(a.b), c                      => 0|r a.b
                    b, r(me@home), w(@x,#y), c        => 0|r me@home|w @x=#y
                    b, w(<b>,[1]{2}"3"), c            => 0|w <b>=[1]{2}"3"
                    b, r(-5), w(-5,-7), r(999999999999999999999), c => 0|r -5|w -5=-7|r 999999999999999999999
                    b, r(1), r(1), r(1), c            => 0|r 1|r 1|r 1
                    b, r(1), c                        => 0|r 1
                    b0, r(1), c                       => 0|r 1
                    b0, w(1,2), c                     => 0|w 1=2
                    b<0>, w(1,2), c                   => 0|w 1=2
                    b1, r(30), r(49), r(69), c        => 1|r 30|r 49|r 69
                    b2, r(30), c                      => 2|r 30
                    b<1>, r(30), c                    => 1|r 30
                    b<2>, r(30), c                    => 2|r 30
                    b < 1 > , r(30) , c               => 1|r 30
                    b 1, r(30), c                     => 1|r 30
                    b1; r(30)                         => 1|r 30
                    b, r(1), w(2,3), c @A2            => 0|r 1|w 2=3|@A2
                    b, r(1), w(2,3), c@A2             => 0|r 1|w 2=3|@A2
                    b, r(1), w(2,3) @ A2              => 0|r 1|w 2=3|@A2
                    b, r(1), c @B2                    => 1|r 1|@B2
                    b, r(1) @C1                       => 2|r 1|@C1
                    b1, r(1), c @B1                   => 1|r 1|@B1
                    b, r(grün), w(naïve,日本😀), c     => 0|r grün|w naïve=日本😀
                    12 49.53 69                       => 0|r 12|w 49=53|r 69
                    49.53                             => 0|w 49=53
                    49.50                             => 0|w 49=50
                    49.5.3                            => 0|w 49=5.3
                    49.5+3                            => 0|w 49=5+3
                    49+53                             => 0|a 49=53
                    49+5.3                            => 0|a 49=5.3
                    12 49+53 69                       => 0|r 12|a 49=53|r 69
                    12 49.53 69 1                     => 0|r 12|w 49=53|r 69|r 1
                    1 49.53                           => 0|r 1|w 49=53
                    -5.3 -5                           => 0|w -5=3|r -5
                    49.-3                             => 0|w 49=-3
                    12 49.53 69 @A2                   => 0|r 12|w 49=53|r 69|@A2
                    12 49.53 69@A2                    => 0|r 12|w 49=53|r 69|@A2
                    30 49 69 0                        => 0|r 30|r 49|r 69
                    30 49 69 1                        => 1|r 30|r 49|r 69
                    30 49 69 2                        => 2|r 30|r 49|r 69
                    30 49 69 1 @B2                    => 1|r 30|r 49|r 69|@B2
                    1 1                               => 1|r 1
                    0 0                               => 0|r 0
                    r 1                               => 1|r r
                    bob 1                             => 1|r bob
                    b.5                               => 0|w b=5
                    b1+x c                            => 0|a b1=x|r c
                    """)
    void acceptedSpellings(String line, String expected) {
        assertThat(SevenNodes.shown(SevenNodes.PARSER.parse(line))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
                    b, c                     => empty transaction               => one or more operations are allowed
                    b                        => empty transaction               => for example b, r(12)
                    b,                       => empty transaction               => one or more operations are allowed
                    b;c                      => empty transaction               => one or more operations are allowed
                    b1, c                    => empty transaction               => one or more operations are allowed
                    b<1>                     => empty transaction               => one or more operations are allowed
                    b 1                      => empty transaction               => one or more operations are allowed
                    c                        => empty transaction               => one or more operations are allowed
                    @A2                      => empty transaction               => one or more operations are allowed
                    b, c @A2                 => empty transaction               => one or more operations are allowed
                    30 49 69                 => no valid layer                  => '69' is none; 0, 1 or 2 is allowed: append it, as in '30 49 69 0'
                    69                       => no valid layer                  => 0, 1 or 2 is allowed
                    30 49 3                  => '3' is none                     => 0, 1 or 2 is allowed
                    30 49 01                 => '01' is none                    => 0, 1 or 2 is allowed
                    30 49 -1                 => '-1' is none                    => 0, 1 or 2 is allowed
                    30 49 1st                => '1st' is none                   => 0, 1 or 2 is allowed
                    30 49 １                 => no valid layer                  => 0, 1 or 2 is allowed
                    1                        => the layer 1 without a read      => one or more keys before the layer are allowed
                    0 @A1                    => the layer 0 without a read      => one or more keys before the layer are allowed
                    b1, w(49,53), c          => a write or append on layer 1    => layer 0 (core) only
                    b<2>, r(1), a(49,53), c  => a write or append on layer 2    => layer 0 (core) only
                    b3, r(1), c              => no layer '3'                    => 0, 1 or 2 is allowed
                    b01, r(1), c             => no layer '01'                   => 0, 1 or 2 is allowed
                    b<>, r(1), c             => no layer ''                     => 0, 1 or 2 is allowed
                    b<x>, r(1), c            => no layer 'x'                    => 0, 1 or 2 is allowed
                    b<1, r(1), c             => no '>'                          => b<1>, b1 and b are allowed
                    b99999999999999, r(1), c => no layer '99999999999999'       => 0, 1 or 2 is allowed
                    b, r(1), c @D1           => no node 'D1'                    => A1, A2, A3, B1, B2, C1 or C2 is allowed
                    b, r(1), c @a2           => no node 'a2'                    => A1, A2, A3, B1, B2, C1 or C2 is allowed
                    b, r(1), c @             => '@' without a node              => as in @A2
                    b, r(1), c @A1 @A2       => unexpected '@A2' after @        => one node's name
                    b, w(1,2), c @B1         => an update pinned at B1          => A1, A2 or A3 is allowed
                    1.2 @C2                  => an update pinned at C2          => A1, A2 or A3 is allowed
                    b0, r(1), c @B1          => layer 0 pinned at B1            => A1, A2 or A3 is allowed
                    b1, r(1), c @A1          => layer 1 pinned at A1            => B1 or B2 is allowed
                    1 2 @A1                  => layer 2 pinned at A1            => C1 or C2 is allowed
                    12 49.a@b.c 69           => unexpected '69' after @         => is allowed within brackets
                    B, r(1), c               => upper case 'B'                  => lower case 'b' is allowed
                    B1, r(1), c              => upper case 'B1'                 => lower case 'b1' is allowed
                    b, R(1), c               => upper case 'R'                  => lower case 'r' is allowed
                    b, W(1,2), c             => upper case 'W'                  => lower case 'w' is allowed
                    b, r(1), C               => upper case 'C'                  => lower case 'c' is allowed
                    b, r(1),, c              => no operation before ', c'       => one operation follows each ','
                    b,, r(1)                 => no operation before             => one operation follows each ','
                    b, r(1),                 => no operation before the end     => one operation follows each ','
                    b, r(1), @A2             => no operation before '@A2'       => one operation follows each ','
                    b, r(1), c,              => unexpected ','                  => nothing but @NODE is allowed after c
                    b, r(1), c, r(2)         => unexpected ', r(2)'             => nothing but @NODE is allowed after c
                    b, r(1), c # why         => unexpected '# why'              => nothing but @NODE is allowed after c
                    b, r(1) c                => unexpected 'c'                  => ',' or ';' before the next operation
                    b, r(1) r(2), c          => unexpected 'r(2), c'            => ',' or ';' before the next operation
                    b r(1), c                => unexpected 'r(1), c'             => ',' or ';' before the next operation
                    b 7, r(1), c             => no layer '7'                    => 0, 1 or 2 is allowed
                    b(1), c                  => unexpected '(1), c'             => ',' or ';' before the next operation
                    b, r(1)), c              => unexpected '), c'               => ',' or ';' before the next operation
                    b, x(1), c               => 'x' is no operation             => r(KEY), w(KEY,VALUE), a(KEY,VALUE) and a final c
                    b, read(1), c            => 'read' is no operation          => r(KEY), w(KEY,VALUE), a(KEY,VALUE) and a final c
                    b, 12, c                 => '12' is no operation            => r(KEY), w(KEY,VALUE), a(KEY,VALUE) and a final c
                    b, r, c                  => no '(' after r                  => r(KEY)
                    b, r(1, c                => no ')' after '1, c'             => every '(' is closed
                    b, r(), c                => empty key                       => 1 to 256 bytes are allowed
                    b, r(1 2), c             => key '1 2' with blank space      => characters other than blank space
                    b, r(1,2), c             => r(1,2) with more than a key     => one r for each key
                    b, r((1)), c             => key '(1' with a '('             => characters other than
                    b, w(49), c              => w(49) is no key and value       => w(KEY,VALUE) and w(KEY.VALUE) are allowed
                    b, w(49+53), c           => w(49+53) is no key and value    => w(KEY,VALUE)
                    b, w(49;53), c           => w(49;53) is no key and value    => w(KEY,VALUE)
                    b, w(49,5,3), c          => is no key and value             => w(KEY,VALUE)
                    b, a(49), c              => a(49) is no key and value       => a(KEY,VALUE)
                    b, w(49,), c             => empty value                     => 1 to 65536 bytes are allowed
                    b, w(,53), c             => empty key                       => 1 to 256 bytes are allowed
                    b, w(.53), c             => empty key                       => 1 to 256 bytes are allowed
                    b, w(49,a b), c          => value 'a b' with blank space    => characters other than
                    b, w(49,a;b), c          => value 'a;b' with a ';'          => characters other than
                    12, 49.53, 69            => does not begin with b           => without brackets and commas 12 49.53
                    r(1), c                  => does not begin with b           => b, r(12), w(49,53), c
                    12 r(49)                 => does not begin with b           => b, r(12), w(49,53), c
                    49.                      => '49.' without a value           => KEY.VALUE writes
                    .53                      => '.53' without a key             => KEY.VALUE writes
                    +53                      => '+53' without a key             => KEY+VALUE appends
                    49+                      => '49+' without a value           => KEY+VALUE appends
                    49. 53                   => '49.' without a value           => KEY.VALUE writes
                    .                        => '.' without a key               => KEY reads
                    12 69 1 # why            => a comment behind a transaction  => a line of its own
                    """)
    void errorsSayWhatIsWrongAndWhatIsAllowed(String line, String wrong, String allowed) {
        assertThatExceptionOfType(TransactionSyntaxException.class)
                .isThrownBy(() -> SevenNodes.PARSER.parse(line))
                .withMessageContaining(wrong)
                .withMessageContaining(allowed);
    }

    @Test
    void blankSpaceIsFree() {
        for (String blank : List.of(" ", "\t", "\u00a0", "\u3000", " \t\u00a0 ")) {
            String bracket = " b<1> , r( 30 ) ; r(49) , c @ B1 ".replace(" ", blank);
            assertThat(SevenNodes.shown(SevenNodes.PARSER.parse(bracket))).isEqualTo("1|r 30|r 49|@B1");
            String seed = " 30 49 1 @B1 ".replace(" ", blank);
            assertThat(SevenNodes.shown(SevenNodes.PARSER.parse(seed))).isEqualTo("1|r 30|r 49|@B1");
        }
    }

    @Test
    void oneLineEndIsTakenOff() {
        assertThat(SevenNodes.shown(SevenNodes.PARSER.parse("1 0\n"))).isEqualTo("0|r 1");
        assertThat(SevenNodes.shown(SevenNodes.PARSER.parse("1 0\r\n"))).isEqualTo("0|r 1");
        assertError("1 0\n1 0", "a line end within the line");
        assertError("1 0\n\n", "a line end within the line");
        assertError("1 0\r2 1", "a line end within the line");
    }

    @Test
    void invisibleCharactersAreNoPartOfAToken() {
        assertError("1\u0000 0", "control character (code 0)");
        assertError("b, w(1,\u001b[2J), c", "control character (code 27)");
        assertError("\uFEFF1 0", "byte order mark");
        assertError("\u0000", "no valid layer: the last token of a line without a write is its layer, '\\u0000'");
    }

    @Test
    void blankLinesAndCommentsAreSkippedAndAreNoTransactions() {
        for (String line : List.of("", "  \t", "# b, r(1), c", "\u00a0 #")) {
            assertThat(TransactionParser.isSkipped(line)).isTrue();
            assertError(line, "a blank line or a comment");
        }
        assertThat(TransactionParser.isSkipped("b, r(#), c")).isFalse();
    }

    @Test
    void layersAreNamedAsTheTopologyNamesThem() {
        NodeId node = NodeId.of("N1");
        Topology topology = new Topology(
                List.of(
                        new Topology.Layer("fresh", "linearizable", List.of(node)),
                        new Topology.Layer("stale", "a prefix", List.of(node))),
                List.of());
        assertThatExceptionOfType(TransactionSyntaxException.class)
                .isThrownBy(() -> new TransactionParser(topology).parse("b1, w(49,53), c"))
                .withMessageContaining("updates are allowed on layer 0 (fresh) only");
    }

    @Test
    void keysAndValuesHaveBounds() {
        String key = "k".repeat(256);
        String value = "v".repeat(64 * 1024);
        assertThat(SevenNodes.PARSER.parse("b, w(" + key + "," + value + ")").isUpdate())
                .isTrue();
        assertThat(SevenNodes.PARSER.parse(key + "." + value).isUpdate()).isTrue();
        assertError(key + "k 0", "key of 257 bytes: 1 to 256 bytes are allowed");
        assertError("b, r(" + "ü".repeat(129) + ")", "key of 258 bytes: 1 to 256 bytes are allowed");
        assertError("1." + value + "v", "value of 65537 bytes: 1 to 65536 bytes are allowed");
    }

    @Test
    void messagesQuoteAnExcerptOnly() {
        assertThatExceptionOfType(TransactionSyntaxException.class)
                .isThrownBy(() -> SevenNodes.PARSER.parse("b, r(1) " + "x".repeat(500_000)))
                .satisfies(problem -> assertThat(problem.getMessage()).hasSizeLessThan(200));
        assertError("b, r(1) \u001b[2J", "unexpected '\\u001b[2J'");
    }

    @Test
    void layersAndNodesAreThoseOfTheTopology() {
        Topology.Layer only = new Topology.Layer("nodes", "strong", List.of(NodeId.of("n-1"), NodeId.of("n-2")));
        TransactionParser parser = new TransactionParser(new Topology(List.of(only), List.of()));
        assertThat(SevenNodes.shown(parser.parse("1 0 @n-2"))).isEqualTo("0|r 1|@n-2");
        assertThatExceptionOfType(TransactionSyntaxException.class)
                .isThrownBy(() -> parser.parse("1 1"))
                .withMessageContaining("'1' is none; 0 is allowed");
        assertThatExceptionOfType(TransactionSyntaxException.class)
                .isThrownBy(() -> parser.parse("1 0 @A1"))
                .withMessageContaining("n-1 or n-2 is allowed");
    }

    private static void assertError(String line, String message) {
        assertThatExceptionOfType(TransactionSyntaxException.class)
                .isThrownBy(() -> SevenNodes.PARSER.parse(line))
                .withMessageContaining(message);
    }

    @Test
    void aNodeOfSeveralLayersMayBePinnedInEach() {
        List<NodeId> nodes = List.of(NodeId.of("N1"), NodeId.of("N2"));
        TransactionParser parser = new TransactionParser(new Topology(
                List.of(new Topology.Layer("fresh", "strong", nodes), new Topology.Layer("stale", "weak", nodes)),
                List.of()));
        assertThat(parser.parse("b1, r(1), c @N2").layer()).isEqualTo(1);
        assertThat(parser.parse("b0, r(1), c @N2").layer()).isZero();
        assertThat(parser.parse("b, r(1), c @N2").layer()).isZero();
    }
}
