namespace Baton.Features.Quality;

/// <summary>Gives each thing that it meets a small number.</summary>
internal sealed class IndexTable<T>
    where T : notnull
{
    private readonly Dictionary<T, int> numbers = [];
    private T[] all = [];

    /// <summary>Those met so far; what is met later stands behind them.</summary>
    internal IReadOnlyList<T> All =>
        all.Length == numbers.Count ? all : all = [.. numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key)];

    internal int NumberOf(T one)
    {
        if (!numbers.TryGetValue(one, out var number))
            numbers[one] = number = numbers.Count;
        return number;
    }
}
