namespace Baton.Features.Doctor;

/// <summary>How bad a finding is: a warning is something to know, a fault is a problem to fix.</summary>
internal enum Severity
{
    Warning,
    Fault,
}

/// <param name="Severity">How bad it is.</param>
/// <param name="Found">What is so.</param>
/// <param name="Todo">What to do about it.</param>
internal sealed record DoctorFinding(Severity Severity, string Found, string Todo)
{
    internal static DoctorFinding Fault(string found, string todo) => new(Severity.Fault, found, todo);

    internal static DoctorFinding Warning(string found, string todo) => new(Severity.Warning, found, todo);
}

/// <param name="Check">Its name.</param>
/// <param name="Asks">What it looks at.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Note">How much was looked at, or why nothing was; null where there is nothing to say.</param>
/// <param name="Findings">What is not as it should be.</param>
internal sealed record CheckReport(
    string Check,
    string Asks,
    double Seconds,
    string? Note,
    IReadOnlyList<DoctorFinding> Findings
);

/// <param name="At">When.</param>
/// <param name="Clean">Whether there is no fault.</param>
/// <param name="Faults">How many.</param>
/// <param name="Warnings">How many.</param>
/// <param name="Checks">Each check that was made, or could not be made.</param>
internal sealed record DoctorReport(
    DateTime At,
    bool Clean,
    int Faults,
    int Warnings,
    IReadOnlyList<CheckReport> Checks
);
