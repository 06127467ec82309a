using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>People, as a server tells of them.</summary>
internal static class PeopleCommands
{
    private static readonly string[] Columns =
    [
        "key",
        "name",
        "email",
        "kind",
        "teams",
        "admin",
        "active",
        "last seen",
    ];

    internal static Command List()
    {
        var search = new Option<string?>("--search")
        {
            Description = "Text in the name, the key or the email address.",
        };
        var team = new Option<string?>("--team") { Description = "Only people in this team." };
        var inactive = new Option<bool>("--inactive") { Description = "Only people who were deactivated." };
        var limit = Pages.Limit();
        var cursor = Pages.Cursor();
        var command = new Command(
            "list",
            $"List people by name. Columns when piped: {string.Join(", ", Columns)}.\n\nExample: baton person list "
                + "--team onboarding"
        )
        {
            search,
            team,
            inactive,
            limit,
            cursor,
        }.WithServer();
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var query = new PeopleQuery
                        {
                            Search = parsed.GetValue(search),
                            Team = parsed.GetValue(team),
                            Active = parsed.GetValue(inactive) ? false : null,
                        };
                        var page = await Pages.JoinAsync(
                            parsed.GetValue(limit),
                            parsed.GetValue(cursor),
                            (most, from) =>
                                session.Api.ListPeopleAsync(query with { Limit = most, Cursor = from }, token)
                        );
                        return Pages.Say(session, page, Columns, Row);
                    },
                    token
                )
        );
        return command;
    }

    internal static Command Show()
    {
        var key = Key();
        var command = new Command("show", "Show a person.\n\nExample: baton person show sam") { key }.WithServer();
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                        Say(session, await session.Api.GetPersonAsync(parsed.GetRequiredValue(key), token)),
                    token
                )
        );
        return command;
    }

    internal static Command Change()
    {
        var key = Key();
        var name = new Option<string?>("--name") { Description = "The full name." };
        var email = new Option<string?>("--email") { Description = "The email address." };
        var admin = new Option<bool?>("--admin") { Description = "Whether this person is an admin: true or false." };
        var owner = new Option<string?>("--owner") { Description = "The person who owns an agent." };
        var command = new Command(
            "change",
            "Change a person's name, address or permissions.\n\nExample: baton person change sam --admin true"
        )
        {
            key,
            name,
            email,
            admin,
            owner,
        }.WithServer();
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                        Say(
                            session,
                            await session.Api.PatchPersonAsync(
                                parsed.GetRequiredValue(key),
                                new PatchPersonRequest(
                                    parsed.GetValue(name),
                                    parsed.GetValue(email),
                                    parsed.GetValue(admin),
                                    parsed.GetValue(owner)
                                ),
                                token
                            )
                        ),
                    token
                )
        );
        return command;
    }

    private static Argument<string> Key() => new("KEY") { Description = "The key of the person." };

    private static int Say(Server.Session session, PersonRecord person)
    {
        if (session.Json)
            session.Output.Json(person);
        else
            session.Output.Table(Columns, [Row(person)]);
        return CommandLine.Done;
    }

    private static IReadOnlyList<Cell> Row(PersonRecord person) =>
        [
            person.Person,
            person.Name,
            person.Email,
            person.Owner is { } owner ? $"agent of {owner}" : "person",
            string.Join(
                ", ",
                person.Teams.Select(team => team.Role == TeamRole.Lead ? $"{team.Team} (lead)" : team.Team)
            ),
            person.Admin ? "yes" : "no",
            person.Active ? "yes" : "no",
            Times.Of(person.LastSeenAt),
        ];
}
