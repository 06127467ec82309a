using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Teams;
using Baton.Features.Templates;
using Baton.Features.Templates.Publishing;
using Baton.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.App;

/// <summary>
/// Fills the parts of a cast. Nearly every test begins with it, so it is one transaction and no request: after each
/// change of people, teams or templates a server reads all of them anew.
/// </summary>
internal static class Casting
{
    /// <summary>A cast of its own for a test: two teams with a template between them, and an outsider.</summary>
    internal static async Task<Cast> CastAsync(this BatonApp app, string? templateYaml = null)
    {
        var suffix = Guid.NewGuid().ToString("N")[..10];
        var cast = new Cast(app, $"t-{suffix}", $"sender-{suffix}", $"receiver-{suffix}", $"other-{suffix}")
        {
            Root = Hire(app, $"root-{suffix}"),
            Alice = Hire(app, $"alice-{suffix}"),
            Ann = Hire(app, $"ann-{suffix}"),
            Bob = Hire(app, $"bob-{suffix}"),
            Ben = Hire(app, $"ben-{suffix}"),
            Charlie = Hire(app, $"charlie-{suffix}"),
        };
        var template = ReadTemplate(cast, templateYaml ?? Cast.Template);
        Acting.Current = new Acting(cast.Root.Key, "api");
        var now = app.Services.GetRequiredService<TimeProvider>().UtcNow();
        await app
            .Services.GetRequiredService<Writer>()
            .WriteAsync((db, token) => KeepAsync(db, cast, template, now, token), CancellationToken.None);
        return cast;
    }

    private static Someone Hire(BatonApp app, string key)
    {
        var secret = Token.NewSecret();
        return new Someone(key, secret, new BatonClient(app.Http, secret));
    }

    private static Template ReadTemplate(Cast cast, string yaml)
    {
        var text = yaml.Replace("KEY", cast.Template_)
            .Replace("SENDER", cast.Sender)
            .Replace("RECEIVER", cast.Receiver);
        var read = PublishTemplate.ReadOne(cast.Template_, text);
        Assert.Null(read.Refusal);
        return read.Value!;
    }

    private static async Task KeepAsync(
        BatonDb db,
        Cast cast,
        Template template,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        foreach (var who in (Someone[])[cast.Root, cast.Alice, cast.Ann, cast.Bob, cast.Ben, cast.Charlie])
            AddPerson(db, who, isAdmin: who == cast.Root, now);
        AddTeam(db, cast.Sender, "Sender", now, (cast.Alice, TeamRole.Member), (cast.Ann, TeamRole.Lead));
        AddTeam(db, cast.Receiver, "Receiver", now, (cast.Bob, TeamRole.Member), (cast.Ben, TeamRole.Lead));
        AddTeam(db, cast.Other, "Other", now, (cast.Charlie, TeamRole.Lead));
        db.Templates.Add(
            new PublishedTemplate
            {
                Key = template.Key,
                Version = 1,
                Content = template,
                ContentHash = TemplateContent.HashOf(template),
                PublishedBy = cast.Root.Key,
                PublishedAt = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    private static void AddPerson(BatonDb db, Someone who, bool isAdmin, DateTime now)
    {
        db.People.Add(
            new Person
            {
                Key = who.Key,
                Name = $"{who.Key} Doe",
                Email = $"{who.Key}@example.org",
                EmailProvedAt = now,
                IsAdmin = isAdmin,
                CreatedAt = now,
            }
        );
        db.Tokens.Add(
            new Token
            {
                PersonKey = who.Key,
                Name = "test",
                Hash = Token.HashOf(who.Token),
                CreatedAt = now,
            }
        );
    }

    private static void AddTeam(
        BatonDb db,
        string key,
        string name,
        DateTime now,
        params (Someone Person, TeamRole Role)[] members
    )
    {
        var team = new Team
        {
            Key = key,
            Name = name,
            TimeZone = "UTC",
            CreatedAt = now,
        };
        team.Version++; // as for a team that was made by a request
        foreach (var (person, role) in members)
            PutMember.Set(team, person.Key, role);
        db.Teams.Add(team);
    }
}
