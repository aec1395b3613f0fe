package epidemic.peers;

/**
 * What a contender starts in.
 *
 * @param seat of replica 0; those of the others follow from it
 * @param processes starts replicas in JVMs of their own
 * @param outstandingMax requests that may be open at any time; their slots are 0 to this, exclusive
 * @param updates what is written
 */
public record Setting(Seat seat, ReplicaProcesses processes, int outstandingMax, Updates updates) {}
