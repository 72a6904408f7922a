package feedpass;

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
        } else if (isAskedBy("org.eclipse.aether.")
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

    /** Whether the first that is neither of ours nor the context itself is a class of that name or package. */
    static boolean isAskedBy(String name) {
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            String asking = frame.getClassName();
            if (!asking.startsWith("feedpass.") && !asking.equals(AuthenticationContext.class.getName()))
                return asking.startsWith(name);
        }
        return false;
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
