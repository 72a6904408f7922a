package feedpass;

import org.apache.maven.artifact.repository.ArtifactRepository;
import org.apache.maven.artifact.repository.Authentication;
import org.eclipse.aether.RepositorySystemSession;

/**
 * The same for a repository as Maven 2 had them. Its password is a getter, which a plugin's configuration can name
 * (`${project.distributionManagementArtifactRepository.authentication.password}`), so that only Maven's own way from
 * there to the resolver is answered.
 */
final class OldAuthentication extends Authentication {
    private final Place place;
    private final ArtifactRepository repository;
    private final RepositorySystemSession session;

    OldAuthentication(Place place, ArtifactRepository repository, RepositorySystemSession session) {
        super(place.username, null);
        this.place = place;
        this.repository = repository;
        this.session = session;
    }

    @Override
    public String getPassword() {
        boolean isResolved = FeedAuthentication.askers().indexOf("org.apache.maven.RepositoryUtils") == 0
                && place.covers(repository.getUrl())
                && FeedAuthentication.isVerified(session, repository.getId(), repository.getUrl());
        return isResolved ? place.token : null;
    }
}
