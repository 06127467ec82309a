using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.People;

internal static class PersonEndpoints
{
    internal static void MapPersons(this RouteGroupBuilder api)
    {
        var people = api.MapGroup("/people").WithTags("People").Refuses(403);
        people
            .MapGet("", ListAsync)
            .WithName("people_list")
            .WithSummary("List people by name")
            .WithDescription("An admin sees everybody, a lead the people of the teams that they lead.");
        people
            .MapPost("", AddAsync)
            .WithName("people_add")
            .WithSummary("Add a person, and invite them")
            .WithDescription(
                "For admins, and for leads who name a team of theirs. The person is mailed a link by which they choose "
                    + "a password; where the server cannot send email, the answer has the link."
            )
            .SaysLocation()
            .Refuses(409);
        var person = people.MapGroup("/{person}").Refuses(404);
        person.MapGet("", GetAsync).WithName("people_get").WithSummary("Get a person");
        person
            .MapPatch("", Patch)
            .WithName("people_patch")
            .WithSummary("Change a person")
            .WithDescription("What is left out stays. For admins.")
            .Refuses(409);
        person
            .MapDelete("", Deactivate)
            .WithName("people_deactivate")
            .WithSummary("Deactivate a person")
            .WithDescription(
                "What the person was working on goes to others, and the agents they own are deactivated too. "
                    + "For admins."
            )
            .Refuses(409);
        person
            .MapPost("/reactivate", Reactivate)
            .WithName("people_reactivate")
            .WithSummary("Reactivate a person")
            .WithDescription("Neither their tokens nor their sessions come back. For admins.")
            .Refuses(409);
        person
            .MapPut("/slack", PutSlack)
            .WithName("people_put_slack")
            .WithSummary("Link a person to their Slack account")
            .WithDescription("For the person and for admins: what the person clicks in Slack then counts as theirs.")
            .Refuses(409);
    }

    private static async Task<Results<Ok<Page<PersonRecord>>, ProblemHttpResult>> ListAsync(
        Query<PeopleFilter> query,
        ApiRequest request,
        BatonDb db,
        SeenPeople seen,
        CancellationToken cancellationToken
    ) => request.Answer(await ListPeople.RunAsync(db, request.Context, seen, query.Value, cancellationToken));

    private static async Task<Results<Ok<PersonRecord>, ProblemHttpResult>> GetAsync(
        string person,
        ApiRequest request,
        BatonDb db,
        SeenPeople seen,
        CancellationToken cancellationToken
    ) => request.Answer(await ListPeople.FindAsync(db, request.Context, seen, person, cancellationToken));

    private static async Task<Results<Created<PersonRecord>, ProblemHttpResult>> AddAsync(
        Body<AddPersonRequest> body,
        ApiRequest request,
        InvitationMails mails,
        CancellationToken cancellationToken
    )
    {
        EnrolledPerson? enrolled = null;
        var answer = await request.WriteAsync(
            (db, token) => EnrollPerson.RunAsync(db, request.Context, body.Value, token),
            added => Created(enrolled = added, mails.LinkToShow(added.Link)),
            cancellationToken,
            added => Created(added, null)
        );
        if (enrolled?.Link is { } link)
            await mails.SendAsync(request.Context, [link], cancellationToken);
        return answer;

        Created<PersonRecord> Created(EnrolledPerson added, string? link) =>
            TypedResults.Created(
                $"/api/v1/people/{added.Person.Key}",
                PersonRecords.Of(added.Person, request.Context.Catalog, null) with
                {
                    Teams = added.Team is { } team ? [team] : [],
                    Link = link,
                }
            );
    }

    private static Task<Results<Ok<PersonRecord>, ProblemHttpResult>> Patch(
        string person,
        Body<PatchPersonRequest> body,
        ApiRequest request,
        SeenPeople seen,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            request,
            seen,
            (db, token) => ChangePerson.RunAsync(db, request.Context, person, body.Value, token),
            cancellationToken
        );

    private static Task<Results<Ok<PersonRecord>, ProblemHttpResult>> Deactivate(
        string person,
        Body<NothingRequest> body,
        ApiRequest request,
        SeenPeople seen,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            request,
            seen,
            (db, token) => DeactivatePerson.RunAsync(db, request.Context, person, token),
            cancellationToken
        );

    private static Task<Results<Ok<PersonRecord>, ProblemHttpResult>> Reactivate(
        string person,
        Body<NothingRequest> body,
        ApiRequest request,
        SeenPeople seen,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            request,
            seen,
            (db, token) => ReactivatePerson.RunAsync(db, request.Context, person, token),
            cancellationToken
        );

    private static Task<Results<Ok<PersonRecord>, ProblemHttpResult>> ChangeAsync(
        ApiRequest request,
        SeenPeople seen,
        Func<BatonDb, CancellationToken, Task<Outcome<Person>>> change,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            async (db, token) =>
                (await change(db, token)).Refused(out var refusal, out var person)
                    ? refusal
                    : (Outcome<PersonRecord>)
                        PersonRecords.Of(
                            person,
                            request.Context.Catalog,
                            await ListPeople.TimeAsync(db, seen, person, token)
                        ),
            TypedResults.Ok,
            cancellationToken
        );

    private static Task<Results<Ok<SlackIdRecord>, ProblemHttpResult>> PutSlack(
        string person,
        Body<SlackIdRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => PutSlackId.RunAsync(db, request.Context, person, body.Value.SlackId, token),
            known => TypedResults.Ok(new SlackIdRecord(known.Key, known.SlackId)),
            cancellationToken
        );
}
