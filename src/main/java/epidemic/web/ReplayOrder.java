package epidemic.web;

import com.fasterxml.jackson.databind.JsonNode;
import epidemic.replay.Player;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a player is asked to do, in this order.
 *
 * @param speed a new speed
 * @param seekNanos a moment to jump to
 * @param steps how many steps to go, back if below 0
 * @param playing whether to play on or to stand
 */
record ReplayOrder(
        Optional<Double> speed, Optional<Long> seekNanos, Optional<Integer> steps, Optional<Boolean> playing) {
    private static final List<String> FIELDS = List.of("play", "pause", "seek", "speed", "step");
    private static final int STEPS_MAX = 1_000;
    private static final Pattern TIME = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?) ?(ns|us|ms|s)");
    private static final Map<String, Integer> DIGITS = Map.of("ns", 0, "us", 3, "ms", 6, "s", 9);

    /**
     * Reads an order.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ReplayOrder parse(String body) {
        JsonNode object = JsonBody.object(body);
        JsonBody.requireFields("an order for the player", object, FIELDS);
        if (object.isEmpty() || object.has("play") && object.has("pause")) {
            throw new IllegalArgumentException(
                    "an order has one or more of " + String.join(", ", FIELDS) + ", and not both play and pause");
        }
        Optional<Boolean> play = JsonBody.optional(object, "play").map(value -> flag("play", value));
        Optional<Boolean> pause = JsonBody.optional(object, "pause").map(value -> flag("pause", value));
        return new ReplayOrder(
                JsonBody.optional(object, "speed").map(ReplayOrder::number),
                JsonBody.optional(object, "seek").map(value -> time(JsonBody.text("seek", value))),
                JsonBody.optional(object, "step").map(ReplayOrder::steps),
                play.or(() -> pause.map(stands -> !stands)));
    }

    private static boolean flag(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("field '" + name + "': true or false is allowed, not " + value);
        }
        return value.booleanValue();
    }

    private static double number(JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException("field 'speed': a number is allowed, not " + value);
        }
        return value.doubleValue();
    }

    private static int steps(JsonNode value) {
        if (!value.isInt() || Math.abs((long) value.intValue()) > STEPS_MAX) {
            throw new IllegalArgumentException(
                    "field 'step': a whole number of -" + STEPS_MAX + " to " + STEPS_MAX + " is allowed, not " + value);
        }
        return value.intValue();
    }

    private static long time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "field 'seek': a time such as 1.2s, 350ms or 12us is allowed, not '" + text + "'");
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1)).movePointRight(DIGITS.get(matcher.group(2)));
        return nanos.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    /**
     * Does it.
     *
     * @throws IllegalArgumentException if the speed is out of its range; then nothing is done
     */
    void applyTo(Player player) {
        speed.ifPresent(player::speed);
        seekNanos.ifPresent(player::seek);
        for (int step = 0; step < Math.abs(steps.orElse(0)); step++) {
            if (steps.orElse(0) > 0) {
                player.stepForth();
            } else {
                player.stepBack();
            }
        }
        if (playing.isPresent()) {
            if (playing.get()) {
                player.play();
            } else {
                player.pause();
            }
        }
    }
}
