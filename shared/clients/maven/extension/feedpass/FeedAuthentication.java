package feedpass;

import java.util.Map;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.AuthenticationDigest;

/** The credentials of a place, for nothing but addresses of it. */
final class FeedAuthentication implements Authentication {
    private final Place place;

    FeedAuthentication(Place place) {
        this.place = place;
    }

    @Override
    public void fill(AuthenticationContext context, String key, Map<String, String> data) {
        if (!place.covers(context.getRepository().getUrl())) return;
        if (AuthenticationContext.USERNAME.equals(key)) context.put(key, place.username);
        if (AuthenticationContext.PASSWORD.equals(key)) context.put(key, place.token.toCharArray());
    }

    /** Tells who is logged on, for caches; of the token nothing. */
    @Override
    public void digest(AuthenticationDigest digest) {
        digest.update("feedpass", place.username);
    }
}
