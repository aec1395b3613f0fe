package epidemic.contract;

/** Whether there is time for many seeds: {@code ./mvnw verify -Pnightly}. */
public final class Nightly {
    private Nightly() {}

    /** Whether the profile is on. */
    public static boolean isOn() {
        return Boolean.getBoolean("tests.nightly");
    }

    /** So many seeds by day, so many by night. */
    static long seeds(long byDay, long byNight) {
        return isOn() ? byNight : byDay;
    }
}
