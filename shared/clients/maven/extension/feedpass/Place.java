package feedpass;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that have one token: the feeds of an organization, or what is below the address of one repository.
 * Decides as shared/core/feed-address.ts does.
 */
final class Place {
    private static final Pattern ADDRESS = Pattern.compile(
            "(https?)://(?:[^/?#@\\\\]*@)?([a-z0-9.-]+|\\[[0-9a-f:.]+\\])(?::([0-9]{1,5}))?(/[^?#\\\\\\p{C}]*)?",
            Pattern.CASE_INSENSITIVE);
    /** A step to another folder, and what a server may take for one. */
    private static final Pattern DOTS = Pattern.compile(
            "/(?:\\.|%2e){1,2}(?:/|$)|%2f|%5c|%[01][0-9a-f]|%7f", Pattern.CASE_INSENSITIVE);
    private static final Pattern FEED = Pattern.compile(
            "(?:(?!_packaging/)[^/]+/)?_packaging/(?!_packaging(?:/|$))[^/]+(?:/.*)?", Pattern.CASE_INSENSITIVE);

    final String username;
    final String token;
    private final boolean isOrganization;
    private final String[] root;

    /** @param kind `organization` or `repository`. */
    Place(String kind, String address, String username, String token) {
        this.isOrganization = kind.equals("organization");
        this.root = parse(address);
        this.username = username;
        this.token = token;
    }

    /** The first that an address is of, or null. */
    static Place find(List<Place> places, String address) {
        String[] parts = parse(address);
        for (Place place : places) if (place.covers(parts)) return place;
        return null;
    }

    boolean covers(String address) {
        return covers(parse(address));
    }

    private boolean covers(String[] parts) {
        if (parts == null || root == null || !parts[0].equals(root[0])) return false;
        if (!parts[1].startsWith(root[1])) return false;
        return !isOrganization || FEED.matcher(parts[1].substring(root[1].length())).matches();
    }

    /** Origin, and path with a slash at the end, in lower case; null where two programs could read two addresses in it. */
    private static String[] parse(String address) {
        Matcher match = ADDRESS.matcher(address == null ? "" : address);
        if (!match.matches()) return null;
        String path = match.group(4) == null ? "/" : match.group(4);
        if (DOTS.matcher(path).find()) return null;
        String scheme = match.group(1).toLowerCase(Locale.ROOT);
        String port = match.group(3) == null ? (scheme.equals("https") ? "443" : "80") : match.group(3);
        String origin = scheme + "://" + match.group(2).toLowerCase(Locale.ROOT) + ":" + port;
        return new String[] {origin, (path.endsWith("/") ? path : path + "/").toLowerCase(Locale.ROOT)};
    }
}
