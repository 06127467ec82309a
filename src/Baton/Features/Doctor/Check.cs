namespace Baton.Features.Doctor;

/// <summary>
/// One question put to the store or the machine. A new one is a line in <see cref="Examine.Checks"/>.
/// </summary>
/// <param name="Name">A short name, for scripts.</param>
/// <param name="Asks">What it looks at, in plain words.</param>
/// <param name="RunAsync">Gives what is not as it should be.</param>
internal sealed record Check(
    string Name,
    string Asks,
    Func<Examination, CancellationToken, Task<IReadOnlyList<DoctorFinding>>> RunAsync
)
{
    /// <summary>Whether it can be made on tables of another version.</summary>
    internal bool OnAnySchema { get; init; }

    /// <summary>Whether it reads a few rows alone, whatever the store holds: such checks stand on a page too.</summary>
    internal bool IsCheap { get; init; }

    /// <summary>
    /// Makes again what can be made again from the rest, and says what it did; null where nothing can.
    /// </summary>
    internal Func<Examination, CancellationToken, Task<string>>? RepairAsync { get; init; }
}
