package epidemic.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Reads YAML with anchors and merge keys, and several documents in a file. A key that stands twice is an error. */
final class Yamls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Yamls() {}

    static List<JsonNode> documents(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(options).loadAll(text)) {
            documents.add(JSON.valueToTree(document));
        }
        return documents;
    }

    static JsonNode document(String text) {
        List<JsonNode> all = documents(text);
        if (all.size() != 1) {
            throw new IllegalArgumentException("one document is allowed, found " + all.size());
        }
        return all.get(0);
    }
}
