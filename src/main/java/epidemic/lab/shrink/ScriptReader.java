package epidemic.lab.shrink;

import epidemic.client.TransactionLine;
import epidemic.client.TransactionParser;
import epidemic.client.TransactionSyntaxException;
import epidemic.kernel.NodeId;
import epidemic.kernel.Session;
import epidemic.kernel.Topology;
import epidemic.lab.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the clients of a scenario file. */
final class ScriptReader {
    private static final String CLIENT =
            "client NUMBER, or client NUMBER session, then perhaps wait, redirect or refuse, and a time, and w=NUMBER,";
    private static final String ASK = "ask TIME TRANSACTION @NODE, for example ask 320ms b, w(1,5), c @A2,";
    private static final String RETRY = "retry TIME @NODE, for example retry 20ms @A3,";
    private static final int NUMBER_MAX = 999_999;

    private final List<ReadClient> clients = new ArrayList<>();

    private static final class ReadClient {
        private final ScenarioLine line;
        private final int number;
        private final Optional<Session> session;
        private final List<ReadAsk> asks = new ArrayList<>();

        private ReadClient(ScenarioLine line, int number, Optional<Session> session) {
            this.line = line;
            this.number = number;
            this.session = session;
        }
    }

    private record ReadAsk(ScenarioLine line, long atNanos, String transaction, List<ReadRetry> retries) {}

    private record ReadRetry(ScenarioLine line, long afterNanos, NodeId node) {}

    void client(ScenarioLine line) {
        String[] words = line.words(3);
        if (words.length < 2) {
            throw line.bad("'" + line.text() + "'", CLIENT);
        }
        long number = line.number(words[1], CLIENT);
        if (number < 0 || number > NUMBER_MAX) {
            throw line.bad("client " + number, "a number of 0 to " + NUMBER_MAX);
        }
        for (ReadClient client : clients) {
            if (client.number == number) {
                throw line.bad(
                        "client " + number + " stands in line " + client.line.number() + " already",
                        "a number for each client");
            }
        }
        Optional<Session> session = words.length < 3 ? Optional.empty() : Optional.of(session(line, words[2]));
        clients.add(new ReadClient(line, (int) number, session));
    }

    private static Session session(ScenarioLine line, String words) {
        try {
            return SessionText.parse(words);
        } catch (IllegalArgumentException | ArithmeticException none) {
            throw line.bad("'" + line.text() + "'", CLIENT);
        }
    }

    void ask(ScenarioLine line) {
        String[] words = line.words(3);
        if (words.length < 3) {
            throw line.bad("'" + line.text() + "'", ASK);
        }
        if (clients.isEmpty()) {
            throw line.bad("an ask of nobody", "ask behind a line client NUMBER");
        }
        latestClient().asks.add(new ReadAsk(line, line.time(words[1], ASK), words[2], new ArrayList<>()));
    }

    private ReadClient latestClient() {
        return clients.get(clients.size() - 1);
    }

    void retry(ScenarioLine line) {
        String[] words = line.words(3);
        if (words.length < 3 || !words[2].startsWith("@")) {
            throw line.bad("'" + line.text() + "'", RETRY);
        }
        if (clients.isEmpty() || latestClient().asks.isEmpty()) {
            throw line.bad("a retry of nothing", "retry behind a line ask …");
        }
        List<ReadAsk> asks = latestClient().asks;
        NodeId node;
        try {
            node = NodeId.of(words[2].substring(1));
        } catch (IllegalArgumentException noName) {
            throw line.bad("'" + words[2] + "'", RETRY);
        }
        asks.get(asks.size() - 1).retries.add(new ReadRetry(line, line.time(words[1], RETRY), node));
    }

    /** The script, once the nodes are known. */
    Script script(long patienceNanos, Topology topology) {
        TransactionParser parser = new TransactionParser(topology);
        List<Script.Client> read = new ArrayList<>();
        for (ReadClient client : clients) {
            List<Script.Ask> asks =
                    client.asks.stream().map(ask -> ask(ask, parser, topology)).toList();
            read.add(new Script.Client(client.number, client.session, asks));
        }
        return new Script(patienceNanos, read);
    }

    private static Script.Ask ask(ReadAsk ask, TransactionParser parser, Topology topology) {
        TransactionLine transaction;
        try {
            transaction = parser.parse(ask.transaction);
        } catch (TransactionSyntaxException unreadable) {
            throw ask.line.problem(String.valueOf(unreadable.getMessage()));
        }
        NodeId node = transaction
                .pin()
                .orElseThrow(
                        () -> ask.line.bad("no node in '" + ask.transaction + "'", "@NODE at the end, as in " + ASK));
        List<Script.Retry> retries = new ArrayList<>();
        for (ReadRetry retry : ask.retries) {
            List<NodeId> nodes = topology.layers().get(transaction.layer()).nodes();
            if (!nodes.contains(retry.node)) {
                throw retry.line.bad(
                        "'@" + retry.node + "' in a retry of layer " + transaction.layer(), "one of " + nodes);
            }
            retries.add(new Script.Retry(retry.afterNanos, retry.node));
        }
        return new Script.Ask(ask.atNanos, transaction.layer(), transaction.operations(), node, retries);
    }
}
