package epidemic.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The manifests that the kustomization names.
 *
 * @param texts by file name
 */
record Manifests(Map<String, String> texts) {
    static final Path FOLDER = Path.of("deploy/kubernetes");

    static Manifests read() {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode kustomization = Yamls.document(Product.text(FOLDER.resolve("kustomization.yaml")));
        for (String file : Faults.texts(kustomization.get("resources"))) {
            texts.put(file, Product.text(FOLDER.resolve(file)));
        }
        return new Manifests(texts);
    }

    /** The same with another text, wherever it stands. */
    Manifests with(String text, String planted) {
        Map<String, String> changed = new LinkedHashMap<>();
        texts.forEach((file, old) -> changed.put(file, old.replace(text, planted)));
        if (changed.equals(texts)) {
            throw new IllegalArgumentException("'" + text + "' stands nowhere");
        }
        return new Manifests(changed);
    }

    List<JsonNode> all() {
        return texts.values().stream()
                .flatMap(text -> Yamls.documents(text).stream())
                .toList();
    }

    List<JsonNode> of(String kind) {
        return all().stream()
                .filter(one -> one.at("/kind").asText().equals(kind))
                .toList();
    }

    /** The same as a component of kustomize makes it. */
    Manifests with(Component component) {
        Map<String, String> changed = new LinkedHashMap<>();
        texts.forEach((file, old) -> changed.put(
                file,
                Yamls.documents(old).stream()
                        .map(component::patched)
                        .map(JsonNode::toString)
                        .collect(Collectors.joining("\n---\n"))));
        return new Manifests(changed);
    }
}
