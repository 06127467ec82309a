using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Baton.Client;

/// <summary>
/// A typed client of the Baton API. Every method throws <see cref="BatonException"/> when the server refuses, and
/// <see cref="HttpRequestException"/> when it cannot be reached.
/// </summary>
/// <param name="http">A client whose base address is the server, for example <c>https://baton.example.org/</c>.</param>
/// <param name="token">A bearer token.</param>
public sealed class BatonClient(HttpClient http, string token)
{
    /// <summary>The caller, their teams and roles.</summary>
    public Task<MeRecord> MeAsync(CancellationToken cancellationToken = default) =>
        GetAsync<MeRecord>("me", cancellationToken);

    /// <summary>Changes what the caller may change of themselves.</summary>
    public Task<MeRecord> PutMeAsync(MeRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<MeRecord>(HttpMethod.Put, "me", Body(request), null, null, cancellationToken);

    /// <summary>The newest version of each template.</summary>
    public Task<ItemsOf<TemplateVersion>> ListTemplatesAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<TemplateVersion>>("templates", cancellationToken);

    /// <summary>A template: its newest version, or the one asked for.</summary>
    public Task<TemplateVersion> GetTemplateAsync(
        string key,
        int? version = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<TemplateVersion>(
            version is null ? $"templates/{Esc(key)}" : $"templates/{Esc(key)}/versions/{version}",
            cancellationToken
        );

    /// <summary>Publishes a template, YAML or JSON. The same content again changes nothing.</summary>
    public Task<TemplateVersion> PublishTemplateAsync(
        string key,
        string yamlOrJson,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<TemplateVersion>(
            HttpMethod.Put,
            $"templates/{Esc(key)}",
            new StringContent(yamlOrJson, Encoding.UTF8, "application/yaml"),
            null,
            null,
            cancellationToken
        );

    /// <summary>What the gate says of a context; nothing is stored.</summary>
    public Task<CheckRecord> CheckAsync(CheckRequest request, CancellationToken cancellationToken = default) =>
        PostAsync<CheckRecord>("handoffs/check", request, null, null, cancellationToken);

    /// <summary>Begins a handoff, and hands it over unless it is a draft.</summary>
    /// <param name="request">What is handed over.</param>
    /// <param name="idempotencyKey">Sent again within 24 hours, it gives the first answer again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HandoffRecord> CreateAsync(
        CreateHandoffRequest request,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => PostAsync<HandoffRecord>("handoffs", request, null, idempotencyKey, cancellationToken);

    /// <summary>A page of handoffs, newest first.</summary>
    public Task<Page<HandoffRecord>> ListAsync(
        HandoffQuery? query = null,
        CancellationToken cancellationToken = default
    ) => GetAsync<Page<HandoffRecord>>("handoffs" + (query ?? new HandoffQuery()).ToQueryString(), cancellationToken);

    /// <summary>The whole handoff. The first reading by the receiving team marks it as opened.</summary>
    public Task<HandoffRecord> GetAsync(long id, CancellationToken cancellationToken = default) =>
        GetAsync<HandoffRecord>($"handoffs/{id}", cancellationToken);

    /// <summary>Its context at a glance.</summary>
    public Task<ContextRecord> GetContextAsync(long id, CancellationToken cancellationToken = default) =>
        GetAsync<ContextRecord>($"handoffs/{id}/context", cancellationToken);

    /// <summary>Its timeline, oldest first.</summary>
    public Task<ItemsOf<EventRecord>> GetEventsAsync(long id, CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<EventRecord>>($"handoffs/{id}/events", cancellationToken);

    /// <summary>Changes values of the context.</summary>
    /// <param name="id">The handoff.</param>
    /// <param name="request">The values.</param>
    /// <param name="version">The version that you saw; refused (412) when it changed since.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HandoffRecord> EditAsync(
        long id,
        EditRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => SendAsync<HandoffRecord>(HttpMethod.Patch, $"handoffs/{id}", Body(request), version, null, cancellationToken);

    /// <summary>Hands over a draft, or hands over again what was returned.</summary>
    public Task<HandoffRecord> InitiateAsync(
        long id,
        InitiateRequest? request = null,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "initiate", request ?? new InitiateRequest(), version, cancellationToken);

    /// <summary>Takes it over.</summary>
    public Task<HandoffRecord> AcceptAsync(
        long id,
        AcceptRequest? request = null,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "accept", request ?? new AcceptRequest(), version, cancellationToken);

    /// <summary>Gives it back, with findings.</summary>
    public Task<HandoffRecord> ReturnAsync(
        long id,
        ReturnRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "return", request, version, cancellationToken);

    /// <summary>Refuses it.</summary>
    public Task<HandoffRecord> DeclineAsync(
        long id,
        DeclineRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "decline", request, version, cancellationToken);

    /// <summary>Sends it on to another team.</summary>
    public Task<HandoffRecord> RerouteAsync(
        long id,
        RerouteRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "reroute", request, version, cancellationToken);

    /// <summary>Takes it back.</summary>
    public Task<HandoffRecord> WithdrawAsync(
        long id,
        WithdrawRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "withdraw", request, version, cancellationToken);

    /// <summary>Names the owner.</summary>
    public Task<HandoffRecord> AssignAsync(
        long id,
        AssignRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "assign", request, version, cancellationToken);

    /// <summary>Completes it.</summary>
    public Task<HandoffRecord> CompleteAsync(
        long id,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "complete", new CompleteRequest(), version, cancellationToken);

    /// <summary>Ticks, unticks or skips a step.</summary>
    public Task<HandoffRecord> TickAsync(
        long id,
        string step,
        TickRequest request,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<HandoffRecord>(
            HttpMethod.Put,
            $"handoffs/{id}/checklist/{Esc(step)}",
            Body(request),
            null,
            null,
            cancellationToken
        );

    /// <summary>Asks the other team.</summary>
    public Task<HandoffRecord> AskAsync(long id, AskRequest request, CancellationToken cancellationToken = default) =>
        CommandAsync(id, "questions", request, null, cancellationToken);

    /// <summary>Answers a question.</summary>
    public Task<HandoffRecord> AnswerAsync(
        long id,
        int number,
        AnswerRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"questions/{number}/answer", request, null, cancellationToken);

    /// <summary>Flags a defect that was found after accepting.</summary>
    public Task<HandoffRecord> FlagGapAsync(
        long id,
        GapRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "gaps", request, null, cancellationToken);

    /// <summary>Objects to a finding or a late gap, as the sender.</summary>
    public Task<HandoffRecord> DisputeAsync(
        long id,
        int defect,
        DisputeRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"defects/{defect}/dispute", request, null, cancellationToken);

    /// <summary>Upholds what the sender disputes, or drops it, as a lead of the receiving team.</summary>
    public Task<HandoffRecord> DecideAsync(
        long id,
        int defect,
        DecisionRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"defects/{defect}/decision", request, null, cancellationToken);

    /// <summary>Says how well it was handed over.</summary>
    public Task<HandoffRecord> GiveFeedbackAsync(
        long id,
        FeedbackRequest request,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<HandoffRecord>(
            HttpMethod.Put,
            $"handoffs/{id}/feedback",
            Body(request),
            null,
            null,
            cancellationToken
        );

    /// <summary>Attaches a file.</summary>
    /// <param name="id">The handoff.</param>
    /// <param name="name">The file's name; its ending must fit the content.</param>
    /// <param name="content">The file.</param>
    /// <param name="idempotencyKey">
    /// Sent again within 24 hours with the same file, it gives the first answer again.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<HandoffRecord> AttachAsync(
        long id,
        string name,
        Stream content,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    )
    {
        using var file = new StreamContent(content);
        // In quotes some names cannot stand; so any name can.
        file.Headers.TryAddWithoutValidation(
            "Content-Disposition",
            $"form-data; name=\"file\"; filename=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(name)}"
        );
        using var form = new MultipartFormDataContent { file };
        return await SendAsync<HandoffRecord>(
                HttpMethod.Post,
                $"handoffs/{id}/attachments",
                form,
                null,
                idempotencyKey,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Writes a file of a handoff to <paramref name="target"/>.</summary>
    public async Task DownloadAsync(long id, int number, Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/handoffs/{id}/attachments/{number}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new BatonException(
                Problem.Parse(
                    (int)response.StatusCode,
                    await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)
                )
            );
        await response.Content.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a file away: who attached it, or a lead, while the handoff is not over.</summary>
    public Task<HandoffRecord> DetachAsync(long id, int number, CancellationToken cancellationToken = default) =>
        SendAsync<HandoffRecord>(
            HttpMethod.Delete,
            $"handoffs/{id}/attachments/{number}",
            null,
            null,
            null,
            cancellationToken
        );

    /// <summary>
    /// Makes a link by which somebody from outside receives this handoff. The answer holds the link, once.
    /// </summary>
    public Task<GuestRecord> InviteGuestAsync(
        long id,
        GuestRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<GuestRecord>($"handoffs/{id}/guests", request, null, null, cancellationToken);

    /// <summary>Who was let in by a link.</summary>
    public Task<ItemsOf<GuestRecord>> ListGuestsAsync(long id, CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<GuestRecord>>($"handoffs/{id}/guests", cancellationToken);

    /// <summary>Revokes a link; what the guest worked on goes to a lead of the receiving team.</summary>
    public Task<GuestRecord> RevokeGuestAsync(long id, int number, CancellationToken cancellationToken = default) =>
        SendAsync<GuestRecord>(
            HttpMethod.Delete,
            $"handoffs/{id}/guests/{number}",
            null,
            null,
            null,
            cancellationToken
        );

    /// <summary>
    /// The invitations and password links that are still good: all for an admin, those of their own teams for a lead.
    /// </summary>
    public Task<ItemsOf<InvitationRecord>> ListInvitationsAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<InvitationRecord>>("invitations", cancellationToken);

    /// <summary>
    /// Revokes an invitation or a password link, from the next request on. Whoever might make it may revoke it.
    /// </summary>
    public Task<InvitationRecord> RevokeInvitationAsync(long id, CancellationToken cancellationToken = default) =>
        SendAsync<InvitationRecord>(HttpMethod.Delete, $"invitations/{id}", null, null, null, cancellationToken);

    /// <summary>All teams.</summary>
    public Task<ItemsOf<TeamRecord>> ListTeamsAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<TeamRecord>>("teams", cancellationToken);

    /// <summary>A team.</summary>
    public Task<TeamRecord> GetTeamAsync(string key, CancellationToken cancellationToken = default) =>
        GetAsync<TeamRecord>($"teams/{Esc(key)}", cancellationToken);

    /// <summary>Makes or changes a team.</summary>
    /// <param name="key">The team's key.</param>
    /// <param name="request">What it names is replaced, the rest is kept.</param>
    /// <param name="version">
    /// The version that was read: another one is 412, and nothing is changed. Null: whatever it is.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TeamRecord> PutTeamAsync(
        string key,
        TeamRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => SendAsync<TeamRecord>(HttpMethod.Put, $"teams/{Esc(key)}", Body(request), version, null, cancellationToken);

    /// <summary>Adds a channel to a team.</summary>
    public Task<ChannelRecord> AddChannelAsync(
        string team,
        ChannelRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<ChannelRecord>($"teams/{Esc(team)}/channels", request, null, null, cancellationToken);

    /// <summary>Changes one channel of a team.</summary>
    /// <param name="team">The team's key.</param>
    /// <param name="channel">The channel's <c>Id</c>.</param>
    /// <param name="request">What it is to be; its type must stay.</param>
    /// <param name="version">
    /// The version of the channel that was read: another one is 412, and nothing is changed. Null: whatever it is.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChannelRecord> PutChannelAsync(
        string team,
        long channel,
        ChannelRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<ChannelRecord>(
            HttpMethod.Put,
            $"teams/{Esc(team)}/channels/{channel}",
            Body(request),
            version,
            null,
            cancellationToken
        );

    /// <summary>Removes one channel of a team.</summary>
    /// <param name="team">The team's key.</param>
    /// <param name="channel">The channel's <c>Id</c>.</param>
    /// <param name="version">
    /// The version of the channel that was read: another one is 412, and nothing is changed. Null: whatever it is.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TeamRecord> RemoveChannelAsync(
        string team,
        long channel,
        int? version = null,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<TeamRecord>(
            HttpMethod.Delete,
            $"teams/{Esc(team)}/channels/{channel}",
            null,
            version,
            null,
            cancellationToken
        );

    /// <summary>Puts a person into a team.</summary>
    public Task<TeamRecord> PutMemberAsync(
        string team,
        string person,
        MemberRequest request,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<TeamRecord>(
            HttpMethod.Put,
            $"teams/{Esc(team)}/members/{Esc(person)}",
            Body(request),
            null,
            null,
            cancellationToken
        );

    /// <summary>Takes a person out of a team; what they worked on goes to a lead.</summary>
    public Task<TeamRecord> RemoveMemberAsync(
        string team,
        string person,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<TeamRecord>(
            HttpMethod.Delete,
            $"teams/{Esc(team)}/members/{Esc(person)}",
            null,
            null,
            null,
            cancellationToken
        );

    /// <summary>Closes a team; what waits for it is offered to its successor.</summary>
    public Task<TeamRecord> CloseTeamAsync(
        string team,
        CloseTeamRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<TeamRecord>($"teams/{Esc(team)}/close", request, null, null, cancellationToken);

    /// <summary>Deactivates a person; what they worked on goes to others.</summary>
    public Task<PersonRecord> DeactivateAsync(string person, CancellationToken cancellationToken = default) =>
        SendAsync<PersonRecord>(HttpMethod.Delete, $"people/{Esc(person)}", null, null, null, cancellationToken);

    /// <summary>When a person is and was away, the latest first.</summary>
    public Task<ItemsOf<AbsenceRecord>> ListAbsencesAsync(
        string person,
        CancellationToken cancellationToken = default
    ) => GetAsync<ItemsOf<AbsenceRecord>>($"people/{Esc(person)}/absences", cancellationToken);

    /// <summary>Notes that a person is away, and who stands in.</summary>
    public Task<AbsenceRecord> AddAbsenceAsync(
        string person,
        AbsenceRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<AbsenceRecord>($"people/{Esc(person)}/absences", request, null, null, cancellationToken);

    /// <summary>The person is back, or does not go after all.</summary>
    public Task<AbsenceRecord> EndAbsenceAsync(string person, long id, CancellationToken cancellationToken = default) =>
        PostAsync<AbsenceRecord>(
            $"people/{Esc(person)}/absences/{id}/end",
            new EndAbsenceRequest(),
            null,
            null,
            cancellationToken
        );

    /// <summary>
    /// Adds the days of an iCalendar file to a team's holidays. Rules are worked out up to the end of the fifth year
    /// from now.
    /// </summary>
    /// <param name="team">The team.</param>
    /// <param name="calendar">The text of the file. Its events of hours are skipped; the answer lists them.</param>
    /// <param name="replace">Whether they replace the holidays that are there.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HolidaysRecord> AddHolidaysAsync(
        string team,
        string calendar,
        bool replace = false,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<HolidaysRecord>(
            HttpMethod.Post,
            $"teams/{Esc(team)}/holidays{(replace ? "?replace=true" : "")}",
            new StringContent(calendar, Encoding.UTF8, "text/calendar"),
            null,
            null,
            cancellationToken
        );

    /// <summary>How many, how fast, how well.</summary>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="team">From or to this team only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<MetricsRecord> MetricsAsync(
        int days = 30,
        string? template = null,
        string? team = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<MetricsRecord>(
            $"metrics?days={days}{Parameter("template", template)}{Parameter("team", team)}",
            cancellationToken
        );

    /// <summary>Which teams hand over with something missing, and whether that is more than chance.</summary>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<SendersReport> SendersAsync(
        int days = 90,
        string? template = null,
        CancellationToken cancellationToken = default
    ) => GetAsync<SendersReport>($"reports/senders?days={days}{Parameter("template", template)}", cancellationToken);

    /// <summary>What templates lack, and what they ask for in vain.</summary>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TemplatesReport> TemplatesReportAsync(
        int days = 90,
        string? template = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<TemplatesReport>($"reports/templates?days={days}{Parameter("template", template)}", cancellationToken);

    /// <summary>How work flows between teams.</summary>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="team">From or to this team only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<FlowReport> FlowAsync(
        int days = 90,
        string? template = null,
        string? team = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<FlowReport>(
            $"reports/flow?days={days}{Parameter("template", template)}{Parameter("team", team)}",
            cancellationToken
        );

    /// <summary>A table of a report as CSV (RFC 4180), with a header.</summary>
    /// <param name="report"><c>metrics</c>, or <c>reports/</c> and the name of a report.</param>
    /// <param name="days">The length of the window, in days.</param>
    /// <param name="template">Of this template only.</param>
    /// <param name="team">From or to this team only, where the report can be asked for that.</param>
    /// <param name="table">Which list of the report; null: its first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string> ReportCsvAsync(
        string report,
        int days,
        string? template = null,
        string? team = null,
        string? table = null,
        CancellationToken cancellationToken = default
    ) =>
        Encoding.UTF8.GetString(
            await ReadAsync(
                    HttpMethod.Get,
                    $"{report}?format=csv&days={days}{Parameter("template", template)}{Parameter("team", team)}{Parameter("table", table)}",
                    null,
                    null,
                    null,
                    cancellationToken
                )
                .ConfigureAwait(false)
        );

    /// <summary>A page of the delivery log, newest first.</summary>
    public Task<Page<DeliveryRecord>> ListDeliveriesAsync(
        DeliveryQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<Page<DeliveryRecord>>(
            "deliveries" + (query ?? new DeliveryQuery()).ToQueryString(),
            cancellationToken
        );

    /// <summary>A delivery.</summary>
    public Task<DeliveryRecord> GetDeliveryAsync(long deliveryId, CancellationToken cancellationToken = default) =>
        GetAsync<DeliveryRecord>($"deliveries/{deliveryId}", cancellationToken);

    /// <summary>Sends a notice again, with the same id.</summary>
    public Task<DeliveryRecord> ReplayAsync(long deliveryId, CancellationToken cancellationToken = default) =>
        PostAsync<DeliveryRecord>(
            $"deliveries/{deliveryId}/replay",
            new ReplayRequest(),
            null,
            null,
            cancellationToken
        );

    /// <summary>A page of the live handoffs that nobody is on the hook for, newest first.</summary>
    public Task<Page<OrphanRecord>> ListOrphansAsync(
        string? team = null,
        int limit = 25,
        string? cursor = null,
        CancellationToken cancellationToken = default
    ) =>
        GetAsync<Page<OrphanRecord>>(
            $"orphans?limit={limit}{Parameter("team", team)}{Parameter("cursor", cursor)}",
            cancellationToken
        );

    /// <summary>Sends many notices again, each with the same id: of the teams that you lead; an admin of all.</summary>
    public Task<ReplayedRecord> ReplayAsync(ReplayManyRequest request, CancellationToken cancellationToken = default) =>
        PostAsync<ReplayedRecord>("deliveries/replay", request, null, null, cancellationToken);

    /// <summary>Sends a test message over a channel of a team, at once.</summary>
    /// <param name="team">The team.</param>
    /// <param name="channel">The channel's <c>Id</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChannelTestRecord> TestChannelAsync(
        string team,
        long channel,
        CancellationToken cancellationToken = default
    ) =>
        PostAsync<ChannelTestRecord>(
            $"teams/{Esc(team)}/channels/{channel}/test",
            new ChannelTestRequest(),
            null,
            null,
            cancellationToken
        );

    /// <summary>Switches a channel on again, and sends again what it lost when it was switched off and since.</summary>
    /// <param name="team">The team.</param>
    /// <param name="channel">The channel's <c>Id</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChannelEnabledRecord> EnableChannelAsync(
        string team,
        long channel,
        CancellationToken cancellationToken = default
    ) =>
        PostAsync<ChannelEnabledRecord>(
            $"teams/{Esc(team)}/channels/{channel}/enable",
            new ChannelEnableRequest(),
            null,
            null,
            cancellationToken
        );

    /// <summary>Says who a person is in Slack. For admins, and for leads of all of the person's teams.</summary>
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

    /// <summary>A page of the audit log, newest first; for admins.</summary>
    public Task<Page<AuditRecord>> ListAuditAsync(
        AuditQuery? query = null,
        CancellationToken cancellationToken = default
    ) => GetAsync<Page<AuditRecord>>("audit" + (query ?? new AuditQuery()).ToQueryString(), cancellationToken);

    private static string Parameter(string name, string? value) => value is null ? "" : $"&{name}={Esc(value)}";

    private static string Esc(string text) => Uri.EscapeDataString(text);

    private static JsonContent Body<T>(T request) => JsonContent.Create(request, options: BatonJson.Options);

    private Task<HandoffRecord> CommandAsync<T>(
        long id,
        string command,
        T request,
        int? version,
        CancellationToken cancellationToken
    ) => PostAsync<HandoffRecord>($"handoffs/{id}/{command}", request, version, null, cancellationToken);

    private Task<T> PostAsync<T>(
        string path,
        object? request,
        int? version,
        string? idempotencyKey,
        CancellationToken cancellationToken
    ) =>
        SendAsync<T>(
            HttpMethod.Post,
            path,
            JsonContent.Create(request, request!.GetType(), options: BatonJson.Options),
            version,
            idempotencyKey,
            cancellationToken
        );

    private Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, path, null, null, null, cancellationToken);

    private async Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        HttpContent? content,
        int? version,
        string? idempotencyKey,
        CancellationToken cancellationToken
    ) =>
        JsonSerializer.Deserialize<T>(
            await ReadAsync(method, path, content, version, idempotencyKey, cancellationToken).ConfigureAwait(false),
            BatonJson.Options
        ) ?? throw new JsonException("The server sent null.");

    private async Task<byte[]> ReadAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        int? version,
        string? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, $"api/v1/{path}") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (content is MultipartFormDataContent)
            request.Headers.ExpectContinue = true; // a file that is too large is refused before it is sent
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new BatonException(Problem.Parse((int)response.StatusCode, body));
        return body;
    }
}
