package feedpass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.AuthenticationDigest;

/**
 * Gives the credentials to the resolver alone, for the address that it then goes to, and only where it verifies who
 * answers. Has no getter, since a plugin's configuration may name any getter of what Maven holds.
 */
final class FeedAuthentication implements Authentication {
    private static final String[] MODES = {"aether.connector.https.securityMode", "aether.transport.https.securityMode"};
    private static final String[] SWITCHES = {
        "maven.wagon.http.ssl.insecure",
        "maven.wagon.http.ssl.allowall",
        "maven.wagon.http.ssl.ignore.validity.dates",
        "jdk.internal.httpclient.disableHostnameVerification"
    };
    private static final AtomicBoolean isSaid = new AtomicBoolean();

    private final List<Place> places;
    private final Authentication other;

    /** @param other What the repository has by Maven's own settings, or null. */
    FeedAuthentication(List<Place> places, Authentication other) {
        this.places = places;
        this.other = other;
    }

    @Override
    public void fill(AuthenticationContext context, String key, Map<String, String> data) {
        String address = context.getRepository().getUrl();
        Place place = Place.find(places, address);
        if (place == null) {
            if (other != null) other.fill(context, key, data);
        } else if (isAllowed(askers())
                && isVerified(context.getSession(), context.getRepository().getId(), address)) {
            if (AuthenticationContext.USERNAME.equals(key)) context.put(key, place.username);
            if (AuthenticationContext.PASSWORD.equals(key)) context.put(key, place.token.toCharArray());
        }
    }

    /** Tells who is logged on, for caches; of the token nothing. */
    @Override
    public void digest(AuthenticationDigest digest) {
        digest.update("feedpass");
        if (other != null) other.digest(digest);
    }

    /** The classes that ask, the nearest first, but for ours and the context itself. */
    static List<String> askers() {
        List<String> names = new ArrayList<>();
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("feedpass.") && !name.equals(AuthenticationContext.class.getName())) names.add(name);
        }
        return names;
    }

    /** MavenRepositorySystem and LegacyRepositorySystem write what they get into a repository of Maven 2. */
    static boolean isWritten(List<String> askers) {
        String first = askers.isEmpty() ? "" : askers.get(0);
        return first.startsWith("org.apache.maven.") && first.endsWith("RepositorySystem");
    }

    /** Such a one that a plugin makes for itself, as deploy:deploy-file of Maven 3.8 does: no configuration can name it. */
    static boolean isOfPlugin(List<String> askers) {
        return isWritten(askers)
                && askers.stream().anyMatch(name -> name.endsWith("ArtifactRepositoryFactory"))
                && askers.stream().noneMatch(name -> name.endsWith("ExpressionEvaluator"));
    }

    private static boolean isAllowed(List<String> askers) {
        return isOfPlugin(askers) || (!askers.isEmpty() && askers.get(0).startsWith("org.eclipse.aether."));
    }

    static boolean isVerified(RepositorySystemSession session, String id, String address) {
        if (address.regionMatches(true, 0, "http:", 0, 5)) return true;
        for (String mode : MODES)
            for (String name : new String[] {mode + "." + id, mode})
                if (!isOff(session, name, "default")) return false;
        for (String name : SWITCHES) if (!isOff(session, name, "false")) return false;
        return true;
    }

    private static boolean isOff(RepositorySystemSession session, String name, String off) {
        for (Object value : new Object[] {session.getConfigProperties().get(name), System.getProperty(name)}) {
            if (value == null || value.toString().equalsIgnoreCase(off)) continue;
            if (isSaid.compareAndSet(false, true))
                FeedAccess.warn("Feeds get no credentials of the job: " + name + " lets anybody answer in their place.");
            return false;
        }
        return true;
    }
}
