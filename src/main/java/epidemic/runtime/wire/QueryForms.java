package epidemic.runtime.wire;

import epidemic.kernel.ByteSink;
import epidemic.kernel.ByteSource;
import epidemic.kernel.Detail;
import epidemic.kernel.KernelForms;
import epidemic.kernel.NodeId;
import epidemic.kernel.ReplicaView;
import epidemic.runtime.actor.NodeCall;
import epidemic.runtime.actor.NodeNews;
import epidemic.runtime.actor.NodeStatus;
import epidemic.runtime.storage.DiskCall;
import epidemic.runtime.trace.Trace;
import java.util.List;
import java.util.Optional;

/** The bytes of questions and answers. A number in front tells the kind; it never gets another meaning. */
final class QueryForms {
    private static final int EXECUTE = 1;
    private static final int STATUS = 2;
    private static final int DATA = 3;
    private static final int FIND = 4;
    private static final int READ = 5;
    private static final int NEWS = 6;
    private static final int CRASH = 7;
    private static final int RESTART = 8;

    private static final int COUNT = 1;
    private static final int TIME = 2;
    private static final int SHARE = 3;
    private static final int WORD = 4;

    private QueryForms() {}

    static void write(Query query, ByteSink sink) {
        if (query instanceof Query.Execute execute) {
            sink.number(EXECUTE);
            KernelForms.writeTransaction(execute.transaction(), sink);
            sink.text(execute.trace().map(Trace::header).orElse(""));
        } else if (query instanceof Query.GetStatus get) {
            numbers(sink, STATUS, get.afterVersion(), get.limit());
        } else if (query instanceof Query.GetData get) {
            sink.number(DATA);
            KernelForms.writeOptional(get.version(), sink);
        } else if (query instanceof Query.Find find) {
            sink.number(FIND);
            KernelForms.writeRequest(find.id(), sink);
        } else if (query instanceof Query.Read read) {
            numbers(sink, READ, read.afterVersion(), read.limit());
        } else if (query instanceof Query.GetNews get) {
            numbers(sink, NEWS, get.afterEvent());
        } else if (query instanceof Query.Crash crash) {
            sink.number(CRASH);
            KernelForms.writeNode(crash.node(), sink);
        } else if (query instanceof Query.Restart restart) {
            sink.number(RESTART);
            KernelForms.writeNode(restart.node(), sink);
        }
    }

    static Query read(ByteSource source) {
        int kind = KernelForms.kind(source);
        return switch (kind) {
            case EXECUTE -> new Query.Execute(KernelForms.readTransaction(source), Trace.parse(List.of(source.text())));
            case STATUS -> new Query.GetStatus(source.number(), Math.toIntExact(source.number()));
            case DATA -> new Query.GetData(KernelForms.readOptional(source));
            case FIND -> new Query.Find(KernelForms.readRequest(source));
            case READ -> new Query.Read(source.number(), Math.toIntExact(source.number()));
            case NEWS -> new Query.GetNews(source.number());
            case CRASH -> new Query.Crash(KernelForms.readNode(source));
            case RESTART -> new Query.Restart(KernelForms.readNode(source));
            default -> throw KernelForms.notKnown("a question", kind);
        };
    }

    static void writeReply(Query.Reply reply, ByteSink sink) {
        if (reply instanceof Query.Executed executed) {
            sink.number(EXECUTE);
            KernelForms.writeRequest(executed.id(), sink);
            KernelForms.writeOutcome(executed.outcome(), sink);
            sink.number(executed.sequence());
        } else if (reply instanceof Query.Status status) {
            sink.number(STATUS);
            writeStatus(status.status(), sink);
        } else if (reply instanceof Query.Data data) {
            sink.number(DATA);
            writeData(data.data(), sink);
        } else if (reply instanceof Query.Found found) {
            sink.number(FIND);
            KernelForms.writeRequest(found.found().id(), sink);
            KernelForms.writeOptional(found.found().version(), sink);
            KernelForms.writeFlag(found.found().unknown(), sink);
        } else if (reply instanceof Query.Versions versions) {
            numbers(sink, READ, versions.result().afterVersion());
            KernelForms.writeList(versions.result().entries(), KernelForms::writeEntry, sink);
            numbers(sink, versions.result().lastVersion(), versions.result().snapshotVersion());
        } else if (reply instanceof Query.News news) {
            sink.number(NEWS);
            writeNews(news.news(), sink);
        }
    }

    static Query.Reply readReply(ByteSource source) {
        int kind = KernelForms.kind(source);
        return switch (kind) {
            case EXECUTE ->
                new Query.Executed(KernelForms.readRequest(source), KernelForms.readOutcome(source), source.number());
            case STATUS -> new Query.Status(readStatus(source));
            case DATA -> new Query.Data(readData(source));
            case FIND ->
                new Query.Found(new NodeCall.Found(
                        KernelForms.readRequest(source),
                        KernelForms.readOptional(source),
                        KernelForms.readFlag(source)));
            case READ ->
                new Query.Versions(new DiskCall.ReadResult(
                        source.number(),
                        KernelForms.readList(KernelForms::readEntry, source),
                        source.number(),
                        source.number()));
            case NEWS -> new Query.News(readNews(source));
            default -> throw KernelForms.notKnown("an answer", kind);
        };
    }

    private static void numbers(ByteSink sink, long... numbers) {
        for (long number : numbers) {
            sink.number(number);
        }
    }

    private static void writeStatus(NodeStatus status, ByteSink sink) {
        KernelForms.writeNode(status.node(), sink);
        sink.text(status.state().name());
        ReplicaView view = status.view();
        sink.text(view.role());
        numbers(sink, view.version(), view.pending(), view.epoch());
        KernelForms.writeList(view.members(), KernelForms::writeNode, sink);
        KernelForms.writeFlag(view.serving(), sink);
        sink.text(view.reason());
        KernelForms.writeList(view.feeds(), QueryForms::writeFeed, sink);
        KernelForms.writeList(view.details(), QueryForms::writeDetail, sink);
        KernelForms.writeList(status.newest(), KernelForms::writeEntry, sink);
    }

    private static NodeStatus readStatus(ByteSource source) {
        return new NodeStatus(
                KernelForms.readNode(source),
                NodeStatus.State.valueOf(source.text()),
                new ReplicaView(
                        source.text(),
                        source.number(),
                        source.number(),
                        source.number(),
                        KernelForms.readList(KernelForms::readNode, source),
                        KernelForms.readFlag(source),
                        source.text(),
                        KernelForms.readList(QueryForms::readFeed, source),
                        KernelForms.readList(QueryForms::readDetail, source)),
                KernelForms.readList(KernelForms::readEntry, source));
    }

    private static void writeDetail(Detail detail, ByteSink sink) {
        sink.text(detail.name());
        sink.text(detail.peer().map(NodeId::name).orElse(""));
        Detail.Figure figure = detail.figure();
        if (figure instanceof Detail.Count count) {
            numbers(sink, COUNT, count.count());
        } else if (figure instanceof Detail.Time time) {
            numbers(sink, TIME, time.nanos());
        } else if (figure instanceof Detail.Share share) {
            numbers(sink, SHARE, share.percent());
        } else if (figure instanceof Detail.Word word) {
            sink.number(WORD);
            sink.text(word.text());
        }
    }

    private static Detail readDetail(ByteSource source) {
        String name = source.text();
        Optional<NodeId> peer =
                Optional.of(source.text()).filter(text -> !text.isEmpty()).map(NodeId::of);
        return new Detail(name, peer, readFigure(source));
    }

    private static Detail.Figure readFigure(ByteSource source) {
        int kind = KernelForms.kind(source);
        return switch (kind) {
            case COUNT -> new Detail.Count(source.number());
            case TIME -> new Detail.Time(source.number());
            case SHARE -> new Detail.Share(source.number());
            case WORD -> new Detail.Word(source.text());
            default -> throw KernelForms.notKnown("a figure", kind);
        };
    }

    private static void writeFeed(ReplicaView.Feed feed, ByteSink sink) {
        KernelForms.writeNode(feed.target(), sink);
        sink.number(feed.acknowledged());
        KernelForms.writeFlag(feed.inFlight(), sink);
        KernelForms.writeOptional(feed.updatesToNextPush(), sink);
        KernelForms.writeOptional(feed.nanosToNextPush(), sink);
    }

    private static ReplicaView.Feed readFeed(ByteSource source) {
        return new ReplicaView.Feed(
                KernelForms.readNode(source),
                source.number(),
                KernelForms.readFlag(source),
                KernelForms.readOptional(source),
                KernelForms.readOptional(source));
    }

    private static void writeData(NodeCall.Data data, ByteSink sink) {
        numbers(sink, data.version(), data.oldest(), data.newest());
        KernelForms.writeFlag(data.data().isPresent(), sink);
        data.data().ifPresent(known -> KernelForms.writeData(known, sink));
    }

    private static NodeCall.Data readData(ByteSource source) {
        return new NodeCall.Data(
                source.number(),
                source.number(),
                source.number(),
                KernelForms.readFlag(source) ? Optional.of(KernelForms.readData(source)) : Optional.empty());
    }

    private static void writeNews(NodeNews news, ByteSink sink) {
        KernelForms.writeList(news.counts(), QueryForms::writeCount, sink);
        KernelForms.writeList(news.events(), QueryForms::writeEvent, sink);
        sink.number(news.lastEvent());
    }

    private static NodeNews readNews(ByteSource source) {
        return new NodeNews(
                KernelForms.readList(QueryForms::readCount, source),
                KernelForms.readList(QueryForms::readEvent, source),
                source.number());
    }

    private static void writeCount(NodeNews.Count count, ByteSink sink) {
        KernelForms.writeNode(count.from(), sink);
        KernelForms.writeNode(count.to(), sink);
        sink.text(count.kind());
        KernelForms.writeFlag(count.lost(), sink);
        sink.number(count.count());
    }

    private static NodeNews.Count readCount(ByteSource source) {
        return new NodeNews.Count(
                KernelForms.readNode(source),
                KernelForms.readNode(source),
                source.text(),
                KernelForms.readFlag(source),
                source.number());
    }

    private static void writeEvent(NodeNews.Event event, ByteSink sink) {
        sink.number(event.timeMillis());
        KernelForms.writeNode(event.node(), sink);
        sink.text(event.kind());
        sink.text(event.text());
    }

    private static NodeNews.Event readEvent(ByteSource source) {
        return new NodeNews.Event(source.number(), KernelForms.readNode(source), source.text(), source.text());
    }
}
