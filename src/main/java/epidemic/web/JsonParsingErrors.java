package epidemic.web;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers what is no HTTP request with our errors. Pekko HTTP makes it by its name in the settings. */
public final class JsonParsingErrors extends ParsingErrorHandler {
    /** For Pekko HTTP. */
    public JsonParsingErrors() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return Responses.error(status.intValue(), "bad-request", error.formatPretty());
    }
}
