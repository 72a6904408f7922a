package feedpass;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.eventspy.EventSpy;
import org.apache.maven.execution.MavenExecutionRequest;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.spi.connector.RepositoryConnector;
import org.eclipse.aether.spi.connector.RepositoryConnectorFactory;
import org.eclipse.aether.transfer.NoRepositoryConnectorException;
import org.slf4j.LoggerFactory;

/**
 * Gives Maven the job's credentials for the feeds by their addresses, where all that is downloaded and deployed comes
 * by: at the making of a connection. No object that a pom.xml or a plugin's configuration can name holds the token, and
 * everything else is connected to as without this.
 *
 * <p>What it is for stands in the files {@value #LIST} on its class path, one of each step of the job, which name the
 * variables that hold the tokens: see shared/clients/maven/authenticate/access-list.ts. Where a Maven is not as it
 * knows them, that one goes on without credentials, and a line says so.
 */
@Named("feedpass")
@Singleton
public final class FeedAccess implements EventSpy, RepositoryConnectorFactory {
    static final String LIST = "feedpass-maven.txt";

    /** What lets anybody answer in a feed's place, and cannot be set for one connection alone. */
    private static final String[] SWITCHES = {
        "maven.wagon.http.ssl.insecure",
        "maven.wagon.http.ssl.allowall",
        "maven.wagon.http.ssl.ignore.validity.dates",
        "jdk.internal.httpclient.disableHostnameVerification"
    };

    private final Map<String, RepositoryConnectorFactory> factories;
    private final List<Place> places = new ArrayList<>();
    private final Set<String> variables = new LinkedHashSet<>();
    private final AtomicBoolean isSaid = new AtomicBoolean();

    /** @param factories All that there are, this one among them; looked up at each use. */
    @Inject
    FeedAccess(Map<String, RepositoryConnectorFactory> factories) {
        this.factories = factories;
    }

    /** Before Maven reads anything. */
    @Override
    public void init(Context context) {
        try {
            for (URL list : Collections.list(FeedAccess.class.getClassLoader().getResources(LIST))) read(list);
            hideVariables((Properties) context.getData().get("systemProperties"));
        } catch (Exception | LinkageError error) {
            // The error's own text stays unsaid, whatever it is.
            warn("This Maven is not as Feedpass knows it, and may get 401 from feeds (" + error.getClass().getName() + ").");
        }
    }

    @Override
    public void onEvent(Object event) {
        if (event instanceof MavenExecutionRequest) hideVariables(((MavenExecutionRequest) event).getSystemProperties());
    }

    @Override
    public void close() {}

    /** Before every other. */
    @Override
    public float getPriority() {
        return Float.MAX_VALUE;
    }

    /** Throws where the connection is one for the factories behind this. */
    @Override
    public RepositoryConnector newInstance(RepositorySystemSession session, RemoteRepository repository)
            throws NoRepositoryConnectorException {
        Place place = Place.find(places, repository.getUrl());
        if (place == null || !isVerified(repository)) throw new NoRepositoryConnectorException(repository);
        RemoteRepository feed =
                new RemoteRepository.Builder(repository).setAuthentication(new FeedAuthentication(place)).build();
        List<RepositoryConnectorFactory> others = new ArrayList<>(factories.values());
        others.removeIf(factory -> factory instanceof FeedAccess);
        others.sort((one, other) -> Float.compare(other.getPriority(), one.getPriority()));
        NoRepositoryConnectorException last = new NoRepositoryConnectorException(repository);
        for (RepositoryConnectorFactory factory : others) {
            try {
                return factory.newInstance(new FeedSession(session, feed), feed);
            } catch (NoRepositoryConnectorException error) {
                last = error;
            }
        }
        throw last;
    }

    private boolean isVerified(RemoteRepository repository) {
        if (!"https".equalsIgnoreCase(repository.getProtocol())) return true;
        for (String name : SWITCHES) {
            String value = System.getProperty(name);
            if (value == null || value.equalsIgnoreCase("false")) continue;
            if (isSaid.compareAndSet(false, true))
                warn("Feeds get no credentials of the job: " + name + " lets anybody answer in their place.");
            return false;
        }
        return true;
    }

    private void read(URL list) throws Exception {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(list.openStream(), "UTF-8"))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] parts = line.split("\t");
                variables.add(parts[3]);
                String token = System.getenv(parts[3]);
                if (token != null) places.add(new Place(parts[0], parts[1], URLDecoder.decode(parts[2], "UTF-8"), token));
            }
        }
    }

    /** Maven would put them wherever a pom.xml or a plugin's configuration says so. */
    private void hideVariables(Properties properties) {
        if (properties != null) for (String name : variables) properties.remove("env." + name);
    }

    private static void warn(String text) {
        LoggerFactory.getLogger("feedpass").warn(text);
    }
}
