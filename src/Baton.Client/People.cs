using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>What a person is.</summary>
public enum PersonKind
{
    /// <summary>Somebody who signs in.</summary>
    Person,

    /// <summary>
    /// A program that acts with a token, for a person who owns it. It never leads and is never an admin.
    /// </summary>
    Agent,
}

/// <summary>A person.</summary>
public sealed record PersonRecord
{
    /// <summary>The key.</summary>
    public required string Person { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The email address.</summary>
    public required string Email { get; init; }

    /// <summary><c>person</c> or <c>agent</c>.</summary>
    public PersonKind Kind { get; init; }

    /// <summary>The key of the person who owns an agent; null for a person.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether they may sign in and are notified.</summary>
    public bool Active { get; init; }

    /// <summary>Whether they may do everything.</summary>
    public bool Admin { get; init; }

    /// <summary>Their teams and roles.</summary>
    public required IReadOnlyList<MyTeamRecord> Teams { get; init; }

    /// <summary>When they last used Baton, UTC, to five minutes; null: never.</summary>
    public DateTime? LastSeenAt { get; init; }

    /// <summary>
    /// Where they choose their first password, said once: when they are added, and only where the server cannot send
    /// email.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Link { get; init; }
}

/// <summary>Adds a person.</summary>
/// <param name="Person">The key, for example <c>sam</c>.</param>
/// <param name="Name">The full name.</param>
/// <param name="Email">The email address; an agent may do without and gets its owner's.</param>
/// <param name="Admin">Whether they may do everything.</param>
/// <param name="Kind"><c>person</c> or <c>agent</c>.</param>
/// <param name="Owner">The active person who owns an agent.</param>
/// <param name="Team">The team that they join. A lead must name one that they lead.</param>
/// <param name="Role">What they become in it.</param>
/// <param name="Invite">
/// Whether they are mailed a link by which they choose a password. Where the server cannot send email, the answer has
/// the link. Agents get none.
/// </param>
public sealed record AddPersonRequest(
    string Person,
    string Name,
    string? Email = null,
    bool Admin = false,
    PersonKind Kind = PersonKind.Person,
    string? Owner = null,
    string? Team = null,
    TeamRole Role = TeamRole.Member,
    bool Invite = true
);

/// <summary>Changes a person; what is left out stays.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Email">The email address. Links that were sent to the former one stop working.</param>
/// <param name="Admin">Whether they may do everything.</param>
/// <param name="Owner">The active person who owns an agent.</param>
public sealed record PatchPersonRequest(
    string? Name = null,
    string? Email = null,
    bool? Admin = null,
    string? Owner = null
);

/// <summary>Which people to list; null: any.</summary>
public sealed record PeopleQuery
{
    /// <summary>Whose name, key or email address has this in it.</summary>
    public string? Search { get; init; }

    /// <summary>In this team.</summary>
    public string? Team { get; init; }

    /// <summary>Whether only those who may sign in, or only those who may not.</summary>
    public bool? Active { get; init; }

    /// <summary>The length of a page, 1 to 100.</summary>
    public int? Limit { get; init; }

    /// <summary>The <c>next_cursor</c> of the page before.</summary>
    public string? Cursor { get; init; }

    internal string ToQueryString() =>
        QueryString.Of(
            ("q", Search),
            ("team", Team),
            ("active", Active is { } active ? (active ? "true" : "false") : null),
            ("limit", Limit),
            ("cursor", Cursor)
        );
}
