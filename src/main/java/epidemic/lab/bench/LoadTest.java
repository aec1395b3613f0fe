package epidemic.lab.bench;

/** Something that can be put under load. */
public interface LoadTest {
    /** Makes one load, waits for its last answers, and gives its figures. */
    Figures run(LoadShape shape) throws Exception;
}
