package epidemic.runtime.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;

/** What the cluster thinks of its members. It may be wrong, late or split: nothing that must be right rests on it. */
final class Neighbours {
    private static final String ROLE_OF_NODE = "node-";

    private final Cluster cluster;

    Neighbours(ActorSystem<?> system) {
        this.cluster = Cluster.get(system);
    }

    /** The role that tells which node a process hosts. */
    static String roleOf(Object node) {
        return ROLE_OF_NODE + node;
    }

    /** Whether this process is in a cluster. */
    boolean isIn() {
        MemberStatus status = cluster.selfMember().status();
        return status == MemberStatus.joining() && !others().isEmpty()
                || status == MemberStatus.up()
                || status == MemberStatus.weaklyUp();
    }

    /** Host and port of this process, for people. */
    String selfPlace() {
        return placeOf(cluster.selfMember().address());
    }

    static String placeOf(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }

    /** The other members that host nodes and can be reached, as the cluster believes. */
    List<Address> reachable() {
        Set<Member> lost = cluster.state().getUnreachable();
        List<Address> reachable = new ArrayList<>();
        for (Member member : others()) {
            if (!lost.contains(member)) {
                reachable.add(member.address());
            }
        }
        return reachable;
    }

    /** Where members are that the cluster cannot reach. */
    List<Address> unreachable() {
        return cluster.state().getUnreachable().stream().map(Member::address).toList();
    }

    /** Other members that say they host this node, in order. */
    Set<Address> namesakes(Object node) {
        Set<Address> namesakes =
                new TreeSet<>((one, other) -> Member.addressOrdering().compare(one, other));
        for (Member member : others()) {
            if (member.hasRole(roleOf(node))) {
                namesakes.add(member.address());
            }
        }
        return namesakes;
    }

    private List<Member> others() {
        ClusterEvent.CurrentClusterState state = cluster.state();
        List<Member> others = new ArrayList<>();
        for (Member member : state.getMembers()) {
            boolean isGoing = member.status() == MemberStatus.down() || member.status() == MemberStatus.removed();
            boolean hostsNode = member.getRoles().stream().anyMatch(role -> role.startsWith(ROLE_OF_NODE));
            if (!member.address().equals(cluster.selfMember().address()) && !isGoing && hostsNode) {
                others.add(member);
            }
        }
        return others;
    }

    /** Whether a process is a member, reachable or not. */
    boolean isMember(Address place) {
        for (Member member : cluster.state().getMembers()) {
            if (member.address().equals(place)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a member has this role, this process included, reachable or not. */
    boolean has(String role) {
        for (Member member : cluster.state().getMembers()) {
            boolean isGoing = member.status() == MemberStatus.down() || member.status() == MemberStatus.removed();
            if (!isGoing && member.hasRole(role)) {
                return true;
            }
        }
        return false;
    }

    /** How many members there are. */
    int size() {
        int size = 0;
        for (Member member : cluster.state().getMembers()) {
            size += member.status() == MemberStatus.removed() ? 0 : 1;
        }
        return size;
    }

    /** Host and port of the member that comes first, empty if there is none. */
    String first() {
        Optional<Address> first = Optional.empty();
        for (Member member : cluster.state().getMembers()) {
            boolean isBefore = first.isEmpty() || Member.addressOrdering().compare(member.address(), first.get()) < 0;
            first = isBefore ? Optional.of(member.address()) : first;
        }
        return first.map(Neighbours::placeOf).orElse("");
    }

    /** Tells the cluster that these processes have been replaced. */
    void down(Set<Address> places) {
        places.forEach(place -> cluster.manager().tell(new Down(place)));
    }
}
