/** The Maelstrom host, under a network of Maelstrom's kind. */
@org.jspecify.annotations.NullMarked
package epidemic.maelstrom;
