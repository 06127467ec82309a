using Baton.Core;
using Baton.Features.Audit;
using Baton.Features.Organization;

namespace Baton.Features.Settings;

/// <summary>What the audit log says of settings. Of a secret and of a file it says only that they changed.</summary>
internal static class AuditedSettings
{
    internal static readonly IReadOnlyList<Audited> Tables = [Audited.Table<Setting>(OfSetting)];

    private static IEnumerable<AuditDraft> OfSetting(Changed change, Setting setting)
    {
        var isHidden = setting.Name is SettingNames.MailPassword or SettingNames.Logo;
        var said = isHidden ? "set" : setting.Value;
        if (change.Added)
            yield return new AuditDraft(AuditActs.SettingChanged, Subject, null, said);
        else if (change.Deleted)
            yield return new AuditDraft(AuditActs.SettingChanged, Subject, said, null);
        else if (change.Both(nameof(Setting.Value)) is { } values)
            yield return isHidden
                ? new AuditDraft(AuditActs.SettingChanged, Subject, said, said)
                : new AuditDraft(AuditActs.SettingChanged, Subject, values.Before, values.After);

        string Subject() => $"setting {setting.Name}";
    }
}
