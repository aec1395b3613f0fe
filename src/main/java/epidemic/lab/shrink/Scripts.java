package epidemic.lab.shrink;

import epidemic.lab.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Changes of scripts. A place is (client, ask, element), each from 0. */
final class Scripts {
    private Scripts() {}

    /** A place in a script. */
    record Place(int client, int ask, int element) {}

    /** The places of all asks. */
    static List<Place> asks(Script script) {
        return places(script, ask -> 1);
    }

    /** The places of all elements of asks, so many in each. */
    static List<Place> places(Script script, Function<Script.Ask, Integer> count) {
        List<Place> places = new ArrayList<>();
        for (int client = 0; client < script.clients().size(); client++) {
            List<Script.Ask> asks = script.clients().get(client).asks();
            for (int ask = 0; ask < asks.size(); ask++) {
                for (int element = 0; element < count.apply(asks.get(ask)); element++) {
                    places.add(new Place(client, ask, element));
                }
            }
        }
        return places;
    }

    /** Only these asks; clients without any are gone. */
    static Script keepAsks(Script script, Set<Place> kept) {
        return rebuild(script, (place, ask) -> kept.contains(place) ? ask : without(ask));
    }

    /** Only these operations; asks without any are gone. */
    static Script keepOperations(Script script, Set<Place> kept) {
        return rebuild(
                script,
                (place, ask) -> new Script.Ask(
                        ask.atNanos(), ask.layer(), kept(ask.operations(), place, kept), ask.node(), ask.retries()));
    }

    /** Only these retries. */
    static Script keepRetries(Script script, Set<Place> kept) {
        return rebuild(
                script,
                (place, ask) -> new Script.Ask(
                        ask.atNanos(), ask.layer(), ask.operations(), ask.node(), kept(ask.retries(), place, kept)));
    }

    /** With another ask at a place. */
    static Script change(Script script, Place at, UnaryOperator<Script.Ask> change) {
        return rebuild(script, (place, ask) -> place.equals(at) ? change.apply(ask) : ask);
    }

    /** With all asks changed. */
    static Script changeAll(Script script, UnaryOperator<Script.Ask> change) {
        return rebuild(script, (place, ask) -> change.apply(ask));
    }

    private static Script.Ask without(Script.Ask ask) {
        return new Script.Ask(ask.atNanos(), ask.layer(), List.of(), ask.node(), List.of());
    }

    private static <E> List<E> kept(List<E> elements, Place ask, Set<Place> kept) {
        List<E> left = new ArrayList<>();
        for (int element = 0; element < elements.size(); element++) {
            if (kept.contains(new Place(ask.client(), ask.ask(), element))) {
                left.add(elements.get(element));
            }
        }
        return left;
    }

    private interface Change {
        /** An ask in place of another; one without operations is left out. */
        Script.Ask of(Place place, Script.Ask ask);
    }

    private static Script rebuild(Script script, Change change) {
        List<Script.Client> clients = new ArrayList<>();
        for (int number = 0; number < script.clients().size(); number++) {
            Script.Client client = script.clients().get(number);
            List<Script.Ask> asks = new ArrayList<>();
            for (int index = 0; index < client.asks().size(); index++) {
                Script.Ask ask =
                        change.of(new Place(number, index, 0), client.asks().get(index));
                if (!ask.operations().isEmpty()) {
                    asks.add(ask);
                }
            }
            if (!asks.isEmpty()) {
                clients.add(new Script.Client(client.number(), client.session(), asks));
            }
        }
        return new Script(script.patienceNanos(), clients);
    }
}
