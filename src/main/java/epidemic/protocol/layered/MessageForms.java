package epidemic.protocol.layered;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.KernelForms;
import epidemic.model.transfer.SnapshotPart;
import java.util.Optional;

/** The bytes of what nodes tell one another: a number for the kind, then the parts in their order. */
final class MessageForms {
    private static final int HEARTBEAT = 10;
    private static final int REPLICATE = 11;
    private static final int REPLICATED = 12;
    private static final int COMMIT = 13;
    private static final int REJECTED = 14;
    private static final int FETCH_VERSIONS = 15;
    private static final int VERSIONS_FETCHED = 16;
    private static final int PREPARE = 17;
    private static final int PREPARED = 18;
    private static final int INSTALL = 19;
    private static final int INSTALLED = 20;
    private static final int CONFIRM = 21;
    private static final int CONFIRMED = 22;
    private static final int PROPAGATE = 23;
    private static final int PROPAGATED = 24;
    private static final int ANNOUNCE = 25;
    private static final int ANNOUNCED = 26;
    private static final int PROPAGATE_SNAPSHOT = 27;
    private static final int SNAPSHOT_HELD = 28;
    private static final int FETCH_SNAPSHOT = 29;
    private static final int SNAPSHOT_FETCHED = 30;
    private static final int RENEW = 31;
    private static final int RENEWED = 32;

    /** The numbers of phases; like those of messages they never change. */
    private static final Phase[] PHASES = {Phase.LEARNER, Phase.PROMISED, Phase.INSTALLED, Phase.SERVING};

    private MessageForms() {}

    static void write(LayeredMessage message, ByteSink sink) {
        if (message instanceof LayeredMessage.Heartbeat heartbeat) {
            writeHeartbeat(heartbeat, sink);
        } else if (message instanceof LayeredMessage.Replicate replicate) {
            sink.number(REPLICATE);
            ValueForms.writeBatch(replicate.batch(), sink);
            ValueForms.writeProgress(replicate.progress(), sink);
        } else if (message instanceof LayeredMessage.Replicated replicated) {
            numbers(sink, REPLICATED, replicated.epoch(), replicated.sequence(), replicated.issued());
        } else if (message instanceof LayeredMessage.Commit commit) {
            numbers(sink, COMMIT, commit.epoch());
            ValueForms.writeProgress(commit.progress(), sink);
        } else if (message instanceof LayeredMessage.Rejected rejected) {
            numbers(sink, REJECTED, rejected.promised());
        } else {
            writeOfViews(message, sink);
        }
    }

    private static void writeOfViews(LayeredMessage message, ByteSink sink) {
        if (message instanceof LayeredMessage.FetchVersions fetch) {
            numbers(sink, FETCH_VERSIONS, fetch.afterVersion(), fetch.limit());
        } else if (message instanceof LayeredMessage.VersionsFetched fetched) {
            numbers(sink, VERSIONS_FETCHED, fetched.afterVersion());
            KernelForms.writeList(fetched.entries(), KernelForms::writeEntry, sink);
        } else if (message instanceof LayeredMessage.Prepare prepare) {
            numbers(sink, PREPARE, prepare.epoch(), prepare.coordinatorLife(), prepare.version());
        } else if (message instanceof LayeredMessage.Prepared prepared) {
            writePrepared(prepared, sink);
        } else if (message instanceof LayeredMessage.Install install) {
            writeInstall(install, sink);
        } else if (message instanceof LayeredMessage.Installed installed) {
            numbers(sink, INSTALLED, installed.epoch());
        } else if (message instanceof LayeredMessage.Confirm confirm) {
            numbers(sink, CONFIRM, confirm.epoch(), confirm.round());
        } else if (message instanceof LayeredMessage.Confirmed confirmed) {
            numbers(sink, CONFIRMED, confirmed.epoch(), confirmed.round());
        } else {
            writeOfFeeds(message, sink);
        }
    }

    private static void writeOfFeeds(LayeredMessage message, ByteSink sink) {
        if (message instanceof LayeredMessage.Propagate propagate) {
            numbers(sink, PROPAGATE, propagate.afterVersion());
            KernelForms.writeList(propagate.entries(), KernelForms::writeEntry, sink);
            sink.number(propagate.upTo());
        } else if (message instanceof LayeredMessage.Propagated propagated) {
            numbers(sink, PROPAGATED, propagated.version());
        } else if (message instanceof LayeredMessage.Announce announce) {
            numbers(sink, ANNOUNCE, announce.version());
        } else if (message instanceof LayeredMessage.Announced) {
            numbers(sink, ANNOUNCED);
        } else if (message instanceof LayeredMessage.Renew renew) {
            numbers(sink, RENEW, renew.version());
        } else if (message instanceof LayeredMessage.Renewed) {
            numbers(sink, RENEWED);
        } else {
            writeOfSnapshots(message, sink);
        }
    }

    private static void writeOfSnapshots(LayeredMessage message, ByteSink sink) {
        if (message instanceof LayeredMessage.PropagateSnapshot propagate) {
            sink.number(PROPAGATE_SNAPSHOT);
            propagate.part().write(sink);
            sink.number(propagate.upTo());
        } else if (message instanceof LayeredMessage.SnapshotHeld held) {
            numbers(sink, SNAPSHOT_HELD, held.version(), held.items());
        } else if (message instanceof LayeredMessage.FetchSnapshot fetch) {
            numbers(sink, FETCH_SNAPSHOT, fetch.version(), fetch.from());
        } else if (message instanceof LayeredMessage.SnapshotFetched fetched) {
            sink.number(SNAPSHOT_FETCHED);
            fetched.part().write(sink);
            sink.number(fetched.upTo());
        } else {
            throw new IllegalArgumentException("no encoding of " + message.kind());
        }
    }

    private static void numbers(ByteSink sink, long... numbers) {
        for (long number : numbers) {
            sink.number(number);
        }
    }

    private static void writeHeartbeat(LayeredMessage.Heartbeat heartbeat, ByteSink sink) {
        numbers(
                sink,
                HEARTBEAT,
                heartbeat.incarnation(),
                numberOf(heartbeat.phase()),
                heartbeat.promised(),
                heartbeat.epoch(),
                heartbeat.version());
        ValueForms.writeProgress(heartbeat.progress(), sink);
        KernelForms.writeList(heartbeat.hears(), KernelForms::writeNode, sink);
        sink.number(heartbeat.sentNanos());
        KernelForms.writeFlag(heartbeat.leaseFrom().isPresent(), sink);
        heartbeat.leaseFrom().ifPresent(sink::number);
    }

    private static LayeredMessage readHeartbeat(ByteSource source) {
        return new LayeredMessage.Heartbeat(
                source.number(),
                phase(source.number()),
                source.number(),
                source.number(),
                source.number(),
                ValueForms.readProgress(source),
                KernelForms.readList(KernelForms::readNode, source),
                source.number(),
                KernelForms.readFlag(source) ? Optional.of(source.number()) : Optional.empty());
    }

    private static int numberOf(Phase phase) {
        int number = 0;
        while (PHASES[number] != phase) {
            number++;
        }
        return number;
    }

    private static Phase phase(long number) {
        if (number < 0 || number >= PHASES.length) {
            throw new IllegalArgumentException("a phase of number " + number + " is not known");
        }
        return PHASES[(int) number];
    }

    private static void writePrepared(LayeredMessage.Prepared prepared, ByteSink sink) {
        numbers(sink, PREPARED, prepared.epoch(), prepared.incarnation());
        KernelForms.writeFlag(prepared.isPromise(), sink);
        numbers(sink, prepared.accepted(), prepared.version());
        KernelForms.writeList(prepared.entries(), KernelForms::writeEntry, sink);
        KernelForms.writeList(prepared.pending(), ValueForms::writeBatch, sink);
        ValueForms.writeNumbers(prepared.leases(), sink);
    }

    private static LayeredMessage readPrepared(ByteSource source) {
        return new LayeredMessage.Prepared(
                source.number(),
                source.number(),
                KernelForms.readFlag(source),
                source.number(),
                source.number(),
                KernelForms.readList(KernelForms::readEntry, source),
                KernelForms.readList(ValueForms::readBatch, source),
                ValueForms.readNumbers(source));
    }

    private static void writeInstall(LayeredMessage.Install install, ByteSink sink) {
        sink.number(INSTALL);
        ValueForms.writeView(install.view(), sink);
        sink.number(install.coordinatorLife());
        ValueForms.writeNumbers(install.incarnations(), sink);
        sink.number(install.version());
        KernelForms.writeList(install.entries(), KernelForms::writeEntry, sink);
        KernelForms.writeList(install.inherited(), ValueForms::writeBatch, sink);
    }

    private static LayeredMessage readInstall(ByteSource source) {
        return new LayeredMessage.Install(
                ValueForms.readView(source),
                source.number(),
                ValueForms.readNumbers(source),
                source.number(),
                KernelForms.readList(KernelForms::readEntry, source),
                KernelForms.readList(ValueForms::readBatch, source));
    }

    /** The message of that kind, whose number was read. */
    static LayeredMessage read(int kind, ByteSource source) {
        switch (kind) {
            case HEARTBEAT:
                return readHeartbeat(source);
            case REPLICATE:
                return new LayeredMessage.Replicate(ValueForms.readBatch(source), ValueForms.readProgress(source));
            case REPLICATED:
                return new LayeredMessage.Replicated(source.number(), source.number(), source.number());
            case COMMIT:
                return new LayeredMessage.Commit(source.number(), ValueForms.readProgress(source));
            case REJECTED:
                return new LayeredMessage.Rejected(source.number());
            case FETCH_VERSIONS:
                return new LayeredMessage.FetchVersions(source.number(), Math.toIntExact(source.number()));
            case VERSIONS_FETCHED:
                return new LayeredMessage.VersionsFetched(
                        source.number(), KernelForms.readList(KernelForms::readEntry, source));
            case PREPARE:
                return new LayeredMessage.Prepare(source.number(), source.number(), source.number());
            case PREPARED:
                return readPrepared(source);
            case INSTALL:
                return readInstall(source);
            default:
                return readShort(kind, source);
        }
    }

    private static LayeredMessage readShort(int kind, ByteSource source) {
        switch (kind) {
            case INSTALLED:
                return new LayeredMessage.Installed(source.number());
            case CONFIRM:
                return new LayeredMessage.Confirm(source.number(), source.number());
            case CONFIRMED:
                return new LayeredMessage.Confirmed(source.number(), source.number());
            case PROPAGATE:
                return new LayeredMessage.Propagate(
                        source.number(), KernelForms.readList(KernelForms::readEntry, source), source.number());
            case PROPAGATED:
                return new LayeredMessage.Propagated(source.number());
            case ANNOUNCE:
                return new LayeredMessage.Announce(source.number());
            case ANNOUNCED:
                return new LayeredMessage.Announced();
            case RENEW:
                return new LayeredMessage.Renew(source.number());
            case RENEWED:
                return new LayeredMessage.Renewed();
            default:
                return readOfSnapshots(kind, source);
        }
    }

    private static LayeredMessage readOfSnapshots(int kind, ByteSource source) {
        switch (kind) {
            case PROPAGATE_SNAPSHOT:
                return new LayeredMessage.PropagateSnapshot(SnapshotPart.read(source), source.number());
            case SNAPSHOT_HELD:
                return new LayeredMessage.SnapshotHeld(source.number(), source.number());
            case FETCH_SNAPSHOT:
                return new LayeredMessage.FetchSnapshot(source.number(), source.number());
            case SNAPSHOT_FETCHED:
                return new LayeredMessage.SnapshotFetched(SnapshotPart.read(source), source.number());
            default:
                throw new IllegalArgumentException("a record of kind " + kind + " is not known");
        }
    }
}
