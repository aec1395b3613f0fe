package epidemic.cli;

import java.util.List;

/** What is between the processes of a test: where each of them is. */
interface Network extends AutoCloseable {
    /** What others call a node. */
    String host(String node);

    /** Where a node listens for others, and from where it calls them. */
    String bindHost(String node);

    /** Its port for others. */
    int port(String node);

    /** Where its HTTP is. */
    String httpHost(String node);

    /** The port of its HTTP. */
    int httpPort(String node);

    /** A command as it is to be run where the node is. */
    List<String> at(String node, List<String> command);

    /** Leaves nothing behind. The processes have ended. */
    @Override
    void close();

    /** One that can be cut. */
    interface Cuttable extends Network {
        /** Cuts nodes of different groups from each other; those in no group lose nobody. */
        void split(List<List<String>> groups);

        /** All is whole again. */
        void heal();
    }
}
