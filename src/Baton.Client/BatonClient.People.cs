namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>
    /// The invitations and password links that still work: all of them for an admin, those of their own teams for a
    /// lead.
    /// </summary>
    public Task<ItemsOf<InvitationRecord>> ListInvitationsAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<InvitationRecord>>("invitations", cancellationToken);

    /// <summary>
    /// Revokes an invitation or a password link, from the next request on. Whoever may create one may revoke it.
    /// </summary>
    public Task<InvitationRecord> RevokeInvitationAsync(long id, CancellationToken cancellationToken = default) =>
        SendAsync<InvitationRecord>(HttpMethod.Delete, $"invitations/{id}", null, null, null, cancellationToken);

    /// <summary>Invites people by email.</summary>
    public Task<ItemsOf<InvitationRecord>> InviteAsync(
        InviteRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<ItemsOf<InvitationRecord>>("invitations", request, null, null, cancellationToken);

    /// <summary>Mails an invitation again, with a new link that ends the former one.</summary>
    public Task<InvitationRecord> ResendInvitationAsync(long id, CancellationToken cancellationToken = default) =>
        PostAsync<InvitationRecord>($"invitations/{id}/resend", new NothingRequest(), null, null, cancellationToken);

    /// <summary>People: all of them for an admin, those of their own teams for a lead.</summary>
    public Task<Page<PersonRecord>> ListPeopleAsync(
        PeopleQuery? query = null,
        CancellationToken cancellationToken = default
    ) => GetAsync<Page<PersonRecord>>($"people{(query ?? new PeopleQuery()).ToQueryString()}", cancellationToken);

    /// <summary>A person.</summary>
    public Task<PersonRecord> GetPersonAsync(string person, CancellationToken cancellationToken = default) =>
        GetAsync<PersonRecord>($"people/{Esc(person)}", cancellationToken);

    /// <summary>Adds a person, and invites them.</summary>
    public Task<PersonRecord> AddPersonAsync(AddPersonRequest request, CancellationToken cancellationToken = default) =>
        PostAsync<PersonRecord>("people", request, null, null, cancellationToken);

    /// <summary>Changes a person.</summary>
    public Task<PersonRecord> PatchPersonAsync(
        string person,
        PatchPersonRequest request,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<PersonRecord>(
            HttpMethod.Patch,
            $"people/{Esc(person)}",
            Body(request),
            null,
            null,
            cancellationToken
        );

    /// <summary>Reactivates a person. Neither their tokens nor their sessions come back.</summary>
    public Task<PersonRecord> ReactivateAsync(string person, CancellationToken cancellationToken = default) =>
        PostAsync<PersonRecord>(
            $"people/{Esc(person)}/reactivate",
            new NothingRequest(),
            null,
            null,
            cancellationToken
        );

    /// <summary>Deactivates a person; the work they own is reassigned.</summary>
    public Task<PersonRecord> DeactivateAsync(string person, CancellationToken cancellationToken = default) =>
        SendAsync<PersonRecord>(HttpMethod.Delete, $"people/{Esc(person)}", null, null, null, cancellationToken);

    /// <summary>When a person is and was away, the latest first.</summary>
    public Task<ItemsOf<AbsenceRecord>> ListAbsencesAsync(
        string person,
        CancellationToken cancellationToken = default
    ) => GetAsync<ItemsOf<AbsenceRecord>>($"people/{Esc(person)}/absences", cancellationToken);

    /// <summary>Records that a person is away, and who covers for them.</summary>
    public Task<AbsenceRecord> AddAbsenceAsync(
        string person,
        AbsenceRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<AbsenceRecord>($"people/{Esc(person)}/absences", request, null, null, cancellationToken);

    /// <summary>Ends an absence: the person is back early, or is not going.</summary>
    public Task<AbsenceRecord> EndAbsenceAsync(string person, long id, CancellationToken cancellationToken = default) =>
        PostAsync<AbsenceRecord>(
            $"people/{Esc(person)}/absences/{id}/end",
            new EndAbsenceRequest(),
            null,
            null,
            cancellationToken
        );

    /// <summary>Sets a person's Slack member ID. For admins, and for leads of all of the person's teams.</summary>
    public Task<SlackIdRecord> PutSlackIdAsync(
        string person,
        string? slackId,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<SlackIdRecord>(
            HttpMethod.Put,
            $"people/{Esc(person)}/slack",
            Body(new SlackIdRequest(slackId)),
            null,
            null,
            cancellationToken
        );
}
