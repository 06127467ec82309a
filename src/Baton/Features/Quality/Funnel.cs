using Baton.Client;
using MathNet.Numerics.Distributions;

namespace Baton.Features.Quality;

/// <summary>What chance alone does to the rate of one team when all teams are equal.</summary>
internal sealed class Funnel(double rate)
{
    /// <summary>Below so many handoffs there is no signal, whatever the rate.</summary>
    private const int FewestForSignal = 5;

    private readonly Dictionary<int, FunnelLimits> known = [];

    /// <summary>Null for nothing.</summary>
    internal FunnelLimits? LimitsOf(int handoffs)
    {
        if (handoffs == 0)
            return null;
        return known.TryGetValue(handoffs, out var limits)
            ? limits
            : known[handoffs] = new FunnelLimits(Limit(0.025), Limit(0.975), Limit(0.001), Limit(0.999));

        double Limit(double probability) => Quantile(handoffs, rate, probability) / (double)handoffs;
    }

    internal FunnelSignal SignalOf(int defective, int handoffs)
    {
        if (handoffs < FewestForSignal || LimitsOf(handoffs) is not { } limits)
            return FunnelSignal.None;
        return (defective / (double)handoffs) switch
        {
            var own when own > limits.High998 => FunnelSignal.High,
            var own when own < limits.Low998 => FunnelSignal.Low,
            var own when own > limits.High95 || own < limits.Low95 => FunnelSignal.Watch,
            _ => FunnelSignal.None,
        };
    }

    /// <summary>
    /// The smallest k for which a binomial variable of n and p is at most k with at least this probability.
    /// </summary>
    internal static int Quantile(int n, double p, double probability)
    {
        if (p is <= 0 or >= 1)
            return p <= 0 ? 0 : n;
        var spread = Math.Sqrt(n * p * (1 - p));
        var guess = Math.Clamp((int)((n * p) + (Normal.InvCDF(0, 1, probability) * spread)), 0, n);

        // From the guess of the normal curve on in steps that double, until the answer lies between two of them.
        var low = guess;
        var high = guess;
        var step = 1;
        for (; low >= 0 && Binomial.CDF(p, n, low) >= probability; low -= step, step *= 2)
            high = low;
        for (step = 1; high < n && Binomial.CDF(p, n, high) < probability; high = Math.Min(n, high + step), step *= 2)
            low = high;
        low = Math.Max(low, -1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Binomial.CDF(p, n, middle) >= probability ? (low, middle) : (middle, high);
        }

        return high;
    }
}
