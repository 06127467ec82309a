using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Answer;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.Commands.Tick;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Teams;
using Baton.Features.Templates;
using Baton.Features.Templates.Publishing;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Baton.Commands.Demo;

/// <summary>An invented person to speak as.</summary>
internal sealed record Actor(string Key, string Name, string Part, string Token);

/// <summary>
/// Plays what people would do, through the same verbs as everybody, at times that lie back; so history and state
/// agree.
/// </summary>
internal sealed partial class Stage(IServiceProvider services, CancellationToken cancellationToken)
{
    private readonly Writer writer = services.GetRequiredService<Writer>();
    private readonly DateTime now = services.GetRequiredService<TimeProvider>().UtcNow();

    internal async Task<Actor> PersonAsync(string key, string name, string part, bool admin = false)
    {
        var secret = await writer.WriteAsync(
            async (db, token) =>
            {
                Done(
                    await AddPerson.RunAsync(
                        db,
                        now,
                        new PersonDraft(key, name, $"{key}@example.org") { Admin = admin },
                        token
                    )
                );
                return Done(await CreateToken.RunAsync(db, now, key, "demo", null, token));
            },
            cancellationToken
        );
        return new Actor(key, name, part, secret);
    }

    internal Task TeamAsync(string key, TeamRequest team) =>
        RunAsync(
            Caller.System,
            0,
            (db, context, token) => services.GetRequiredService<PutTeam>().RunAsync(db, context, key, team, token)
        );

    internal async Task PublishAsync(string yaml)
    {
        foreach (var template in TemplateFile.Parse(yaml).Templates)
            await RunAsync(
                Caller.System,
                0,
                (db, context, token) => PublishTemplate.RunAsync(db, context, template, null, token)
            );
    }

    /// <summary>Begins a handoff so many hours ago, and gives its number.</summary>
    internal async Task<long> BeginAsync(double hoursAgo, string person, CreateHandoffRequest request)
    {
        var context = await ContextAsync(await CallerAsync(person), hoursAgo);
        return Done(
            await writer.WriteAsync(
                CreateHandoff.Prepare(services.GetRequiredService<StoreModel>().Value, context, request),
                cancellationToken
            )
        ).Handoff.Id;
    }

    /// <summary>Somebody tries to hand over too little, and is refused.</summary>
    internal async Task TryInVainAsync(double hoursAgo, string person, CreateHandoffRequest request)
    {
        var context = await ContextAsync(await CallerAsync(person), hoursAgo);
        var outcome = await writer.WriteAsync(
            CreateHandoff.Prepare(services.GetRequiredService<StoreModel>().Value, context, request),
            cancellationToken
        );
        if (outcome.Refusal is null)
            throw new InvalidOperationException("The demo expected a refusal.");
    }

    internal async Task OpenAsync(double hoursAgo, string person, long id)
    {
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(cancellationToken);
        Done(
            await OpenHandoff.RunAsync(
                db,
                writer,
                await ContextAsync(await CallerAsync(person), hoursAgo),
                id,
                cancellationToken
            )
        );
    }

    /// <summary>A command on a handoff, so many hours ago.</summary>
    internal async Task DoAsync<T>(
        double hoursAgo,
        string person,
        HandoffCommand<T> command,
        HandoffTarget target,
        T request
    )
        where T : class =>
        await RunAsync(
            await CallerAsync(person),
            hoursAgo,
            (db, context, token) => command.RunAsync(db, context, target, request, token)
        );

    /// <summary>What was long ago is not told today: nobody is told of a client who was won weeks ago.</summary>
    internal Task TellNobodyAsync() =>
        writer.WriteAsync((db, token) => db.Set<Notice>().ExecuteDeleteAsync(token), cancellationToken);

    /// <summary>
    /// How many hours ago something with so many hours to go was begun, if it is due today where that team is,
    /// whichever hour it is: in two hours, or half of what is left of the day.
    /// </summary>
    internal double DueToday(double hours, string zone)
    {
        var clock = DateTimeZoneProviders.Tzdb[zone];
        var local = Instant.FromDateTimeUtc(now).InZone(clock);
        var left = (clock.AtStartOfDay(local.Date.PlusDays(1)) - local).TotalHours;
        return hours - Math.Min(2, left / 2);
    }

    internal async Task TickAsync(double hoursAgo, string person, long id, string step, TickRequest request) =>
        await RunAsync(
            await CallerAsync(person),
            hoursAgo,
            (db, context, token) => TickStep.Command.RunAsync(db, context, new(id, step), request, token)
        );

    internal async Task AnswerAsync(double hoursAgo, string person, long id, int number, string text) =>
        await RunAsync(
            await CallerAsync(person),
            hoursAgo,
            (db, context, token) =>
                AnswerQuestion.Command.RunAsync(db, context, new(id, $"{number}"), new AnswerRequest(text), token)
        );

    internal static JsonElement Json(string text) => JsonElement.Parse(text);

    private async Task RunAsync<T>(
        Caller caller,
        double hoursAgo,
        Func<BatonDb, RequestContext, CancellationToken, Task<Outcome<T>>> verb
    )
    {
        var context = await ContextAsync(caller, hoursAgo);
        Done(await writer.WriteAsync((db, token) => verb(db, context, token), cancellationToken));
    }

    private async Task<RequestContext> ContextAsync(Caller caller, double hoursAgo) =>
        new(
            caller,
            await services.GetRequiredService<Catalogs>().CurrentAsync(cancellationToken),
            now.AddSeconds(-Math.Round(hoursAgo * 3600)),
            "demo"
        )
        {
            IsHistory = true,
        };

    private async Task<Caller> CallerAsync(string person) =>
        (await services.GetRequiredService<Catalogs>().CurrentAsync(cancellationToken)).CallerOf(person)
        ?? throw new InvalidOperationException($"Nobody plays {person}.");

    private static T Done<T>(Outcome<T> outcome) =>
        outcome.Refused(out var refusal, out var value)
            ? throw new InvalidOperationException($"The demo was refused: {refusal.Detail}")
            : value;
}
