package epidemic.sim;

import epidemic.kernel.NodeId;

/** Makes the faults of a plan happen, ends them, and heals everything in the end. */
final class FaultDriver {
    private static final long STAGGER_NANOS = 20_000_000;

    private final Simulation simulation;
    private final FaultPlan plan;
    private final FaultLimits limits;
    private boolean healed;

    FaultDriver(Simulation simulation, FaultPlan plan, FaultLimits limits) {
        this.simulation = simulation;
        this.plan = plan;
        this.limits = limits;
    }

    boolean isHealed() {
        return healed;
    }

    void schedule() {
        for (FaultPlan.TimedFault timed : plan.faults()) {
            if (timed.atNanos() < plan.healNanos()) {
                simulation.schedule(timed.atNanos(), () -> happen(timed.fault()));
            }
        }
        simulation.schedule(plan.healNanos(), this::heal);
    }

    private void happen(Fault fault) {
        boolean permitted = limits.permits(fault, simulation);
        SimNode any = simulation.nodes().get(0);
        simulation.note(Trace.Kind.FAULT, any, StableHash.add(permitted ? 1 : 0, StableHash.of(fault)));
        simulation.tell(any, () -> (permitted ? "FAULT " : "not permitted: ") + FaultPlanText.print(fault));
        if (permitted) {
            simulation.observers().forEach(observer -> observer.fault(simulation.nowNanos(), fault));
            carryOut(fault);
        }
    }

    private void carryOut(Fault fault) {
        if (fault instanceof Fault.Crash crash) {
            crash(simulation.node(crash.node()), crash.downNanos());
        } else if (fault instanceof Fault.CrashEmpty empty) {
            SimNode node = simulation.node(empty.node());
            crash(node, empty.downNanos());
            node.emptyDisk();
        } else if (fault instanceof Fault.Blackout blackout) {
            int number = 0;
            for (NodeId node : blackout.nodes()) {
                crash(simulation.node(node), blackout.downNanos() + number * STAGGER_NANOS);
                number++;
            }
        } else if (fault instanceof Fault.Pause pause) {
            pause(simulation.node(pause.node()), pause.durationNanos());
        } else if (fault instanceof Fault.Cut cut) {
            cut(simulation.node(cut.from()), simulation.node(cut.to()), cut.durationNanos());
        } else if (fault instanceof Fault.Partition partition) {
            partition(partition);
        } else if (fault instanceof Fault.Clog clog) {
            simulation
                    .network()
                    .clog(
                            simulation.node(clog.from()),
                            simulation.node(clog.to()),
                            simulation.nowNanos() + clog.durationNanos());
        } else if (fault instanceof Fault.StandStill still) {
            simulation.node(still.node()).clock().standStill(simulation.nowNanos(), still.durationNanos());
        } else if (fault instanceof Fault.WallJump jump) {
            simulation.node(jump.node()).clock().jumpWall(jump.deltaNanos());
        } else if (fault instanceof Fault.Suspicion suspicion) {
            simulation.node(suspicion.node()).suspect(suspicion.peer());
        } else if (fault instanceof Fault.SlowDisk slow) {
            simulation
                    .node(slow.node())
                    .disk()
                    .slowDown(simulation.nowNanos() + slow.durationNanos(), slow.extraNanos());
        } else if (fault instanceof Fault.FailWrite fail) {
            simulation.node(fail.node()).disk().failNext(fail);
        }
    }

    /** A node that is down already stays so for as long as it was to be. */
    private void crash(SimNode node, long downNanos) {
        if (node.isRunning()) {
            node.crash();
            restartLater(node, downNanos);
        }
    }

    void restartLater(SimNode node, long delayNanos) {
        long life = node.incarnation();
        simulation.schedule(simulation.nowNanos() + delayNanos, () -> {
            if (!node.isRunning() && node.incarnation() == life) {
                node.start();
            }
        });
    }

    private void pause(SimNode node, long durationNanos) {
        if (!node.isRunning() || node.isPaused()) {
            return;
        }
        long life = node.incarnation();
        node.pause();
        simulation.schedule(simulation.nowNanos() + durationNanos, () -> {
            if (node.incarnation() == life && node.isPaused()) {
                node.resume();
            }
        });
    }

    private void partition(Fault.Partition partition) {
        for (SimNode inside : simulation.nodes()) {
            for (SimNode outside : simulation.nodes()) {
                if (partition.side().contains(inside.id()) && !partition.side().contains(outside.id())) {
                    cut(inside, outside, partition.durationNanos());
                    cut(outside, inside, partition.durationNanos());
                }
            }
        }
    }

    private void cut(SimNode from, SimNode to, long durationNanos) {
        simulation.network().cut(from, to);
        simulation.schedule(simulation.nowNanos() + durationNanos, () -> {
            if (!healed) {
                simulation.network().join(from, to);
            }
        });
    }

    private void heal() {
        healed = true;
        SimNode any = simulation.nodes().get(0);
        simulation.note(Trace.Kind.FAULT, any, plan.healNanos());
        simulation.tell(any, () -> "everything heals");
        simulation.observers().forEach(observer -> observer.healed(simulation.nowNanos()));
        simulation.network().heal();
        simulation.healDisks();
        long delay = 0;
        for (SimNode node : simulation.nodes()) {
            node.disk().heal();
            node.timers().clockGoesOn();
            if (node.isPaused()) {
                node.resume();
            }
            if (!node.isRunning()) {
                restartLater(node, delay);
                delay += STAGGER_NANOS;
            }
        }
    }
}
