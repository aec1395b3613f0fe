package epidemic.replay;

import java.util.OptionalLong;

/**
 * A position in a recording that plays, stands and jumps. Not thread-safe.
 *
 * <p>Position: {@code 0 <= positionNanos <= lengthNanos}. It stands at the end; playing on from there begins anew.
 */
public final class Player {
    /** The slowest speed, in virtual seconds a second. */
    public static final double SPEED_MIN = 0.0001;

    /** The fastest. */
    public static final double SPEED_MAX = 100;

    /** The speed of a new player. */
    public static final double SPEED_USUAL = 0.1;

    private final Timeline timeline;
    private final long lengthNanos;
    private long positionNanos;
    private double speed = SPEED_USUAL;
    private boolean playing;

    /** A player that stands at the beginning. */
    public Player(Recording recording) {
        this.timeline = recording.timeline();
        this.lengthNanos = recording.lengthNanos();
    }

    /** Where it is, in virtual time. */
    public long positionNanos() {
        return positionNanos;
    }

    /** Virtual seconds a second. */
    public double speed() {
        return speed;
    }

    /** Whether it plays. */
    public boolean isPlaying() {
        return playing;
    }

    /** Plays on; from the beginning if it is at the end. */
    public void play() {
        if (positionNanos >= lengthNanos) {
            positionNanos = 0;
        }
        playing = true;
    }

    /** Stands. */
    public void pause() {
        playing = false;
    }

    /**
     * Sets the speed.
     *
     * @throws IllegalArgumentException if it is not within {@link #SPEED_MIN} and {@link #SPEED_MAX}
     */
    public void speed(double virtualPerReal) {
        if (!(virtualPerReal >= SPEED_MIN && virtualPerReal <= SPEED_MAX)) {
            throw new IllegalArgumentException(
                    "speed " + virtualPerReal + ": 0.0001 to 100 virtual seconds a second is allowed");
        }
        speed = virtualPerReal;
    }

    /** Jumps to a moment; to the beginning or the end if it is outside of the recording. */
    public void seek(long atNanos) {
        positionNanos = Math.max(0, Math.min(lengthNanos, atNanos));
        playing = playing && positionNanos < lengthNanos;
    }

    /** Goes to the next moment at which something visible happens, and stands; to the end if there is none. */
    public void stepForth() {
        playing = false;
        OptionalLong next = timeline.nextStep(positionNanos);
        positionNanos = Math.min(lengthNanos, next.orElse(lengthNanos));
    }

    /** Goes to the moment of the step before, and stands; to the beginning if there is none. */
    public void stepBack() {
        playing = false;
        positionNanos = timeline.stepBefore(positionNanos).orElse(0);
    }

    /**
     * Lets real time pass.
     *
     * @param realNanos how much, 0 or more
     */
    public void advance(long realNanos) {
        if (!playing) {
            return;
        }
        double virtual = realNanos * speed;
        positionNanos = virtual >= lengthNanos - positionNanos ? lengthNanos : positionNanos + (long) virtual;
        playing = positionNanos < lengthNanos;
    }
}
