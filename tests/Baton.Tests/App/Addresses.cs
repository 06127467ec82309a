using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.App;

internal static class Addresses
{
    /// <summary>As somebody is who typed an address before it had to be proved.</summary>
    internal static Task ForgetProofAsync(this BatonApp app, string key, string? email = null) =>
        app
            .Services.GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    var person = await db.People.SingleAsync(candidate => candidate.Key == key, token);
                    person.EmailProvedAt = null;
                    person.Email = email ?? person.Email;
                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None
            );

    /// <summary>The code of the link that would be mailed to them.</summary>
    internal static async Task<string> AddressCodeAsync(this BatonApp app, Someone who)
    {
        var catalog = await app.Services.GetRequiredService<Catalogs>().CurrentAsync(CancellationToken.None);
        var context = new RequestContext(
            catalog.CallerOf(who.Key)!,
            catalog,
            app.Services.GetRequiredService<TimeProvider>().UtcNow(),
            "page"
        );
        var made = await app
            .Services.GetRequiredService<Writer>()
            .WriteAsync(
                (db, token) =>
                    InvitePerson.KeepAsync(
                        db,
                        context,
                        LinkKind.Address,
                        null,
                        TeamRole.Member,
                        catalog.People[who.Key].Email,
                        who.Key,
                        token
                    ),
                CancellationToken.None
            );
        return made.Code;
    }
}
