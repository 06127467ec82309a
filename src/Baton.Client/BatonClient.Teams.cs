using System.Text;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>All teams.</summary>
    public Task<ItemsOf<TeamRecord>> ListTeamsAsync(CancellationToken cancellationToken = default) =>
        GetAsync<ItemsOf<TeamRecord>>("teams", cancellationToken);

    /// <summary>A team.</summary>
    public Task<TeamRecord> GetTeamAsync(string key, CancellationToken cancellationToken = default) =>
        GetAsync<TeamRecord>($"teams/{Esc(key)}", cancellationToken);

    /// <summary>Creates or changes a team.</summary>
    /// <param name="key">The team's key.</param>
    /// <param name="request">What it names is replaced; the rest stays as it is.</param>
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

    /// <summary>Adds a person to a team, or changes their role.</summary>
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

    /// <summary>Removes a person from a team; the work they own goes to a lead.</summary>
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

    /// <summary>Closes a team; what waits for it is rerouted to its successor.</summary>
    public Task<TeamRecord> CloseTeamAsync(
        string team,
        CloseTeamRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<TeamRecord>($"teams/{Esc(team)}/close", request, null, null, cancellationToken);

    /// <summary>
    /// Adds the days of an iCalendar file to a team's holidays. Recurring days are expanded to the end of the fifth
    /// year from now.
    /// </summary>
    /// <param name="team">The team.</param>
    /// <param name="calendar">The text of the file. Its events of hours are skipped; the answer lists them.</param>
    /// <param name="replace">Whether they replace the team's current holidays.</param>
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
}
