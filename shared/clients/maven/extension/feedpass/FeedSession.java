package feedpass;

import java.util.HashMap;
import java.util.Map;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.AbstractForwardingRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;

/**
 * The session as a connection to a feed sees it. Credentials go out at once, since a feed may answer less to those who
 * have none; and who answers is verified, whatever settings and options say.
 */
final class FeedSession extends AbstractForwardingRepositorySystemSession {
    private final RepositorySystemSession session;
    private final Map<String, Object> properties;

    FeedSession(RepositorySystemSession session, RemoteRepository feed) {
        this.session = session;
        this.properties = new HashMap<>(session.getConfigProperties());
        // Maven 4: its default transport, Java's own client, would send along a redirect what is sent at once.
        String eager = String.valueOf("apache".equals(properties.get("maven.resolver.transport")));
        for (String end : new String[] {"", "." + feed.getId()}) {
            properties.put("aether.connector.http.preemptiveAuth" + end, "true");
            properties.put("aether.transport.http.preemptiveAuth" + end, eager);
            properties.put("aether.connector.https.securityMode" + end, "default");
            properties.put("aether.transport.https.securityMode" + end, "default");
        }
        properties.putIfAbsent("aether.connector.wagon.config." + feed.getId(), preemptive());
    }

    @Override
    protected RepositorySystemSession getSession() {
        return session;
    }

    @Override
    public Map<String, Object> getConfigProperties() {
        return properties;
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
}
