package epidemic.deploy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A component of the kustomization, which patches manifests.
 *
 * @param texts by file name
 */
record Component(Map<String, String> texts) {
    private static final String FILE = "kustomization.yaml";

    static Component read(String name) {
        Path folder = Manifests.FOLDER.resolve(name);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(FILE, Product.text(folder.resolve(FILE)));
        JsonNode kustomization = Yamls.document(texts.get(FILE));
        kustomization.at("/patches").forEach(patch -> {
            String file = patch.at("/path").asText();
            texts.put(file, Product.text(folder.resolve(file)));
        });
        for (String file : Faults.texts(kustomization.at("/configMapGenerator/0/files"))) {
            texts.put(file, Product.text(folder.resolve(file)));
        }
        return new Component(texts);
    }

    /** The same with another text, wherever it stands. */
    Component with(String text, String planted) {
        return new Component(new Manifests(texts).with(text, planted).texts());
    }

    JsonNode kustomization() {
        return Yamls.document(texts.get(FILE));
    }

    /** What becomes of a manifest. */
    JsonNode patched(JsonNode manifest) {
        JsonNode patched = manifest.deepCopy();
        for (JsonNode patch : kustomization().at("/patches")) {
            JsonNode target = patch.get("target");
            boolean isMeant = manifest.at("/kind").equals(target.at("/kind"))
                    && (!target.has("name") || manifest.at("/metadata/name").equals(target.get("name")));
            if (isMeant) {
                Yamls.document(texts.get(patch.at("/path").asText())).forEach(step -> apply(patched, step));
            }
        }
        return patched;
    }

    /** The operations of RFC 6902 that are used here. */
    private static void apply(JsonNode manifest, JsonNode step) {
        JsonPointer path = JsonPointer.compile(step.at("/path").asText());
        JsonNode place = manifest.at(path.head());
        String last = path.last().getMatchingProperty();
        boolean isThere = !manifest.at(path).isMissingNode();
        String operation = step.at("/op").asText();
        if (operation.equals("add") && last.equals("-") && place instanceof ArrayNode list) {
            list.add(step.get("value"));
        } else if (operation.equals("add") && place instanceof ObjectNode object) {
            object.set(last, step.get("value"));
        } else if (operation.equals("replace") && isThere && place instanceof ArrayNode list) {
            list.set(Integer.parseInt(last), step.get("value"));
        } else {
            throw new IllegalArgumentException("cannot " + operation + " " + path);
        }
    }
}
