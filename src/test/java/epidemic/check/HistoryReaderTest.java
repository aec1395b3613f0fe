package epidemic.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epidemic.check.history.History;
import epidemic.check.history.HistorySyntaxException;
import epidemic.check.history.Op.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryReaderTest {
    private static final String JSON = """
            {"index":0,"time":5,"process":2,"type":"invoke","f":"txn","value":[["r",12,null],["append",49,7]],"node":"A1","layer":0,"tx":"t1"}
            {"index":1,"time":6,"process":"nemesis","type":"info","f":"kill","value":"A2"}
            {"index":2,"time":7,"process":2,"type":"ok","f":"txn","value":[["r",12,[3,4]],["append",49,7]],"node":"A1","layer":0,"tx":"t1","version":41}
            {"index":3,"time":8,"process":3,"type":"invoke","f":"final","value":[["r","x",null]]}
            """;
    private static final String EDN = """
            ; the same
            {:index 0, :time 5, :process 2, :type :invoke, :f :txn, :value [[:r 12 nil] [:append 49 7]], :node "A1", :layer 0, :tx "t1"}
            #_ {:process 9} {:index 1 :time 6 :process :nemesis :type :info :f :kill :value "A2"}
            {:index 2, :time 7, :process 2, :type :ok, :f :txn,
             :value [[:r "12" [3 4]] [:append 49 7]], :node "A1", :layer 0, :tx "t1", :version 41}
            #jepsen.history.Op{:index 3, :time 8, :process 3, :type :invoke, :f :final, :value ([:r :x nil])}
            """;

    @Test
    void jsonLinesAndEdnAreToldApartAndGiveTheSame() {
        History json = Histories.read(JSON);
        assertThat(Histories.read(EDN)).isEqualTo(json);
        assertThat(Histories.read("[" + EDN + "]")).isEqualTo(json);
        assertThat(json.operations()).hasSize(2);
        assertThat(json.operations().get(0).toString())
                .isEqualTo("T0 (process 2 at A1, version 41, ok): r(12)=[3 4] append(49,7)");
        assertThat(json.faults()).hasSize(1);
    }

    @Test
    void anInvocationWithoutCompletionIsUnknown() {
        assertThat(Histories.read(JSON).operations().get(1).outcome()).isEqualTo(Outcome.INFO);
    }

    @Test
    void anEmptyFileIsAnEmptyHistory() {
        assertThat(Histories.read("\n \n").operations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"process":1,"type":"done","value":[]} | test:1: type 'done'
                    {"process":1,"type":"ok","value":[]} | test:1: ok of process 1, which has no open operation
                    {"process":-1,"type":"ok","value":[]} | test:1: process is '-1'
                    {"process":1,"type":"invoke","value":[["x",1,2]]} | micro-operation 'x'
                    {"process":1,"type":"invoke","value":[["r",1]]} | three parts are allowed
                    {"process":1,"type":"invoke","value":[["w",1,null]]} | the value of a write is 'nil'
                    {"index":3,"process":1,"type":"invoke","value":[]} | index 3; 0 is allowed
                    {"process":1,"type":"invoke","value":[]} {} | more than one JSON value
                    {"process":1,"type":"inv | no JSON
                    {"process":1 | Object (start marker at column 1) (column 13)
                    {"process":1,"process":1} | no JSON: Duplicate field 'process' (column 23)
                    {:process 1 :type} | a map with a key without a value
                    {:process 1 :type :invoke :value [[:r 1 nil] | begun here and never closed
                    hello | 'hello' is no operation
                    """)
    void whatIsWrongIsSaidWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> Histories.read(text))
                .isInstanceOf(HistorySyntaxException.class)
                .hasMessageStartingWith("test:1: ")
                .hasMessageContaining(message);
    }

    @Test
    void aProcessDoesOneThingAtATime() {
        assertThatThrownBy(() -> Histories.of("1 invoke [:r x nil]", "1 invoke [:r x nil]"))
                .hasMessageStartingWith("test:2: process 1 invokes while its operation of index 0 is open");
    }

    @Test
    void aCompletionIsOfWhatWasInvoked() {
        assertThatThrownBy(() -> Histories.of("1 invoke [:w x 1]", "1 ok [:w x 2]"))
                .hasMessageContaining("are not those of the invocation");
    }
}
