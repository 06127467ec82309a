using System.Numerics;
using Baton.Client;
using Baton.Features.Quality;
using CsCheck;

namespace Baton.Tests.Features.Quality;

public sealed class FunnelTests
{
    private static readonly double[] Probabilities = [0.025, 0.975, 0.001, 0.999];

    /// <summary>The sum itself, in whole numbers: no rounding can move a limit.</summary>
    [Fact]
    public void The_limits_are_those_of_the_sum_of_the_probabilities()
    {
        foreach (var n in (int[])[1, 2, 5, 13, 40, 111, 250])
        {
            foreach (
                var (defective, of) in ((int, int)[])[(1, 1000), (1, 50), (7, 50), (1, 3), (1, 2), (9, 10), (999, 1000)]
            )
            {
                foreach (var probability in Probabilities)
                    Assert.Equal(
                        Summed(n, defective, of, (decimal)probability),
                        Funnel.Quantile(n, defective / (double)of, probability)
                    );
            }
        }
    }

    [Fact]
    public void A_limit_is_the_smallest_number_that_reaches_its_probability_however_large() =>
        Gen.Select(Gen.Int[1, 2_000_000], Gen.Double[0.0001, 0.9999], Gen.Int[0, 3].Select(i => Probabilities[i]))
            .Sample(
                (n, p, probability) =>
                {
                    var k = Funnel.Quantile(n, p, probability);
                    Assert.InRange(k, 0, n);
                    Assert.True(MathNet.Numerics.Distributions.Binomial.CDF(p, n, k) >= probability);
                    Assert.True(k == 0 || MathNet.Numerics.Distributions.Binomial.CDF(p, n, k - 1) < probability);
                },
                iter: 2000
            );

    [Theory]
    [InlineData(0, 0, 0.5, null, FunnelSignal.None)]
    [InlineData(0, 30, 0, 0.0, FunnelSignal.None)]
    [InlineData(30, 30, 1, 1.0, FunnelSignal.None)]
    [InlineData(4, 4, 0.01, 0.25, FunnelSignal.None)]
    [InlineData(5, 5, 0.01, 0.2, FunnelSignal.High)]
    [InlineData(0, 100, 0.14, 0.26, FunnelSignal.Low)]
    [InlineData(22, 100, 0.14, 0.26, FunnelSignal.Watch)]
    [InlineData(26, 100, 0.14, 0.26, FunnelSignal.Watch)]
    [InlineData(27, 100, 0.14, 0.26, FunnelSignal.High)]
    public void The_signal_is_what_lies_outside(
        int defective,
        int handoffs,
        double rate,
        double? high998,
        FunnelSignal signal
    )
    {
        var funnel = new Funnel(rate);
        Assert.Equal(high998, funnel.LimitsOf(handoffs)?.High998);
        Assert.Equal(signal, funnel.SignalOf(defective, handoffs));
    }

    /// <summary>
    /// A thousand teams that differ in nothing but chance. Seeded, so that it is the same each time; the bound is
    /// five standard deviations wide.
    /// </summary>
    [Fact]
    public void Of_a_thousand_equal_teams_two_in_a_thousand_lie_outside_and_no_more()
    {
        const int Rounds = 40,
            Teams = 1000;
        var random = new Random(20261125);
        var outside = 0;
        var sizes = Enumerable.Range(0, Teams).Select(_ => random.Next(20, 400)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var defective = sizes
                .Select(n => MathNet.Numerics.Distributions.Binomial.Sample(random, 0.14, n))
                .ToArray();
            var funnel = new Funnel(defective.Sum() / (double)sizes.Sum());
            outside += sizes
                .Zip(defective)
                .Count(team => funnel.SignalOf(team.Second, team.First) is FunnelSignal.High or FunnelSignal.Low);
        }

        // Whole numbers keep a little inside 0.2 %: what the limits promise on average over these sizes.
        var promised = sizes.Average(n => Outside(n, 0.14));
        Assert.InRange(promised, 0.001, 0.002);
        Assert.InRange(
            outside / (double)(Rounds * Teams),
            promised - (5 * Deviation(promised)),
            promised + (5 * Deviation(promised))
        );

        static double Deviation(double promised) => Math.Sqrt(promised / (Rounds * Teams));
    }

    [Fact]
    public void A_team_of_double_the_rate_is_found_in_most_runs()
    {
        var random = new Random(7);
        var found = 0;
        for (var run = 0; run < 500; run++)
        {
            var others = Enumerable
                .Range(0, 20)
                .Select(_ => MathNet.Numerics.Distributions.Binomial.Sample(random, 0.14, 200))
                .ToArray();
            var own = MathNet.Numerics.Distributions.Binomial.Sample(random, 0.28, 200);
            found += new Funnel((others.Sum() + own) / (21 * 200.0)).SignalOf(own, 200) == FunnelSignal.High ? 1 : 0;
        }

        Assert.InRange(found, 450, 500);
    }

    private static double Outside(int n, double p)
    {
        var low = Funnel.Quantile(n, p, 0.001);
        var high = Funnel.Quantile(n, p, 0.999);
        return (low == 0 ? 0 : MathNet.Numerics.Distributions.Binomial.CDF(p, n, low - 1))
            + 1
            - MathNet.Numerics.Distributions.Binomial.CDF(p, n, high);
    }

    /// <summary>With p = a/b, P(X ≤ k) · bⁿ is the whole number Σ C(n, i) aⁱ (b − a)ⁿ⁻ⁱ.</summary>
    private static int Summed(int n, int a, int b, decimal probability)
    {
        var needed = BigInteger.Pow(b, n) * (BigInteger)(probability * 1000);
        var sum = BigInteger.Zero;
        var ways = BigInteger.One;
        for (var k = 0; ; k++)
        {
            sum += ways * BigInteger.Pow(a, k) * BigInteger.Pow(b - a, n - k);
            if (sum * 1000 >= needed)
                return k;
            ways = ways * (n - k) / (k + 1);
        }
    }
}
