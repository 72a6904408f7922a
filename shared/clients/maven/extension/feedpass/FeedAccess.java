package feedpass;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.AbstractMavenLifecycleParticipant;
import org.apache.maven.artifact.repository.ArtifactRepository;
import org.apache.maven.eventspy.EventSpy;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.AuthenticationSelector;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.slf4j.LoggerFactory;

/**
 * Gives Maven the job's credentials for the feeds by their addresses. Everything else has what it had before.
 *
 * <p>What it is for stands in the files {@value #LIST} on its class path, one of each step of the job, which name the
 * variables that hold the tokens: see shared/clients/maven/authenticate/access-list.ts. It never throws: where a Maven
 * is not as it knows them, that one goes on without credentials, and a line says so.
 */
@Named("feedpass")
@Singleton
public final class FeedAccess extends AbstractMavenLifecycleParticipant implements EventSpy {
    static final String LIST = "feedpass-maven.txt";

    private final List<Place> places = new ArrayList<>();
    private final Set<String> variables = new LinkedHashSet<>();
    private final Set<String> ids = new LinkedHashSet<>();
    /** Whether projects have the repositories that `${project…}` names. */
    private volatile boolean isRead;

    /** Before Maven reads anything. */
    @Override
    public void init(Context context) {
        attempt(() -> {
            for (URL list : Collections.list(FeedAccess.class.getClassLoader().getResources(LIST))) read(list);
            hideVariables((Properties) context.getData().get("systemProperties"));
        });
    }

    /** The request comes before the session, which in Maven 4 nothing changes any more. */
    @Override
    public void onEvent(Object event) {
        if (!(event instanceof MavenExecutionRequest)) return;
        attempt(() -> {
            Properties properties = ((MavenExecutionRequest) event).getSystemProperties();
            hideVariables(properties);
            // A feed must not answer what it answers to anybody, which is less.
            for (String id : ids) properties.setProperty("aether.connector.http.preemptiveAuth." + id, "true");
        });
    }

    @Override
    public void close() {}

    @Override
    public void afterSessionStart(MavenSession session) {
        isRead = false;
        attempt(() -> {
            RepositorySystemSession known = session.getRepositorySession();
            AuthenticationSelector before = known.getAuthenticationSelector();
            if (known instanceof DefaultRepositorySystemSession) changeSelector((DefaultRepositorySystemSession) known);
            else if (before instanceof DefaultAuthenticationSelector) addToSelector((DefaultAuthenticationSelector) before);
            else throw new IllegalStateException("unknown session");
        });
    }

    /** What Maven 2 had beside: plugins of then resolve and deploy with it, and those of today deploy. */
    @Override
    public void afterProjectsRead(MavenSession session) {
        for (MavenProject project : session.getProjects()) {
            attempt(() -> {
                List<ArtifactRepository> all = new ArrayList<>(project.getRemoteArtifactRepositories());
                all.addAll(project.getPluginArtifactRepositories());
                all.add(project.getDistributionManagementArtifactRepository());
                for (ArtifactRepository repository : all) {
                    Place place = repository == null ? null : Place.find(places, repository.getUrl());
                    if (place != null)
                        repository.setAuthentication(new OldAuthentication(place, repository, session.getRepositorySession()));
                }
            });
        }
        isRead = true;
    }

    /** Maven 3: whatever the repository is called. */
    private void changeSelector(DefaultRepositorySystemSession session) {
        AuthenticationSelector before = session.getAuthenticationSelector();
        session.setAuthenticationSelector(repository -> {
            Authentication other = before == null ? null : before.getAuthentication(repository);
            if (Place.find(places, repository.getUrl()) == null) return other;
            List<String> askers = FeedAuthentication.askers();
            boolean isKept = FeedAuthentication.isWritten(askers) && !(isRead && FeedAuthentication.isOfPlugin(askers));
            return isKept ? other : new FeedAuthentication(places, other);
        });
        for (String id : ids) {
            String name = "aether.connector.wagon.config." + id;
            if (!session.getConfigProperties().containsKey(name)) session.setConfigProperty(name, preemptive());
        }
    }

    /** Maven 4: by the ids that the pom.xml files give, and then by the address too. */
    private void addToSelector(DefaultAuthenticationSelector selector) {
        for (String id : ids) {
            RemoteRepository named = new RemoteRepository.Builder(id, "default", "").build();
            selector.add(id, new FeedAuthentication(places, selector.getAuthentication(named)));
        }
    }

    /** How the transport of Maven before 3.9 is told to send credentials at once. */
    private static Xpp3Dom preemptive() {
        Xpp3Dom dom = new Xpp3Dom("configuration");
        Xpp3Dom inner = dom;
        for (String name : new String[] {"httpConfiguration", "all", "usePreemptive"}) {
            Xpp3Dom child = new Xpp3Dom(name);
            inner.addChild(child);
            inner = child;
        }
        inner.setValue("true");
        return dom;
    }

    private void read(URL list) throws Exception {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(list.openStream(), "UTF-8"))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] parts = line.split("\t");
                if (parts[0].equals("id")) ids.add(parts[1]);
                else add(new Place(parts[0], parts[1], URLDecoder.decode(parts[2], "UTF-8"), System.getenv(parts[3])), parts[3]);
            }
        }
    }

    private void add(Place place, String variable) {
        variables.add(variable);
        if (place.token != null) places.add(place);
    }

    /** Maven would put them wherever a pom.xml or a plugin's configuration says so. */
    private void hideVariables(Properties properties) {
        if (properties != null) for (String name : variables) properties.remove("env." + name);
    }

    private interface Attempt {
        void run() throws Exception;
    }

    /** The error's own text stays unsaid, whatever it is. */
    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (Exception | LinkageError error) {
            warn("This Maven is not as Feedpass knows it, and may get 401 from feeds (" + error.getClass().getName() + ").");
        }
    }

    static void warn(String text) {
        LoggerFactory.getLogger("feedpass").warn(text);
    }
}
