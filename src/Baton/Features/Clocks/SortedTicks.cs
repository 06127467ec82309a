namespace Baton.Features.Clocks;

internal static class SortedTicks
{
    /// <summary>
    /// How many of the values, in rising order and perhaps repeated, are less than <paramref name="limit"/>.
    /// </summary>
    internal static int CountBelow(this long[] sorted, long limit)
    {
        int low = 0,
            high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < limit)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
