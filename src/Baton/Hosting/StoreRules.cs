using Baton.Features.Audit;
using Baton.Features.Guests;
using Baton.Features.Links;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Settings;
using Baton.Features.SignIn;
using Baton.Features.Teams;
using Baton.Features.Templates.Publishing;
using Baton.Storage;

namespace Baton.Hosting;

/// <summary>
/// What features do whenever rows are stored, in this order, and which tables the audit log watches. The directory
/// comes last: from there on nobody else changes it until the transaction ends.
/// </summary>
internal static class StoreRules
{
    private static readonly IReadOnlyList<Audited> Tables =
    [
        .. AuditedPeople.Tables,
        .. AuditedSignIn.Tables,
        .. AuditedTeams.Tables,
        .. AuditedTemplates.Tables,
        .. AuditedGuests.Tables,
        .. AuditedSettings.Tables,
    ];

    internal static IServiceCollection AddStoreRules(this IServiceCollection services) =>
        services
            .AddSingleton(new AuditTrail(Tables))
            .AddSingleton<SaveRule>(AccessEnds.FollowAsync)
            .AddSingleton<SaveRule>(provider => provider.GetRequiredService<AuditTrail>().FollowAsync)
            .AddSingleton<SaveRule>(EndInvitations.FollowAsync)
            .AddSingleton<SaveRule>(EndGuestLinks.FollowAsync)
            .AddSingleton<SaveRule>(EndActionLinks.FollowAsync)
            .AddSingleton<SaveRule>(DirectoryRule.FollowAsync);
}
