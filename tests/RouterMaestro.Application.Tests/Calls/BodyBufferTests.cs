using System.Buffers;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Tests.Calls;

/// <summary>Bodies of any size in any pieces, and the budget that counts the large ones.</summary>
public sealed class BodyBufferTests
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public void A_body_is_what_was_written_in_any_pieces()
    {
        var random = new Random(13);
        for (var run = 0; run < 200; run++)
        {
            var bytes = new byte[random.Next(3) switch { 0 => random.Next(100), 1 => random.Next(100_000), _ => random.Next(3 * MiB) }];
            random.NextBytes(bytes);
            var budget = new MemoryBudget(16 * MiB);
            using (var body = BodyBuffer.Rent(random.Next(2) * bytes.Length, budget))
            {
                Write(body, bytes, random);

                Assert.Equal(bytes.Length, body.Length);
                Assert.True(bytes.AsSpan().SequenceEqual(body.Pieces.SelectMany(piece => piece.ToArray()).ToArray()));
                Assert.True(bytes.AsSpan().SequenceEqual(body.Memory.Span));
                Assert.InRange(budget.Used, 0, bytes.Length < MiB ? 2L * bytes.Length : bytes.Length);
            }

            Assert.Equal(0, budget.Used);
        }
    }

    [Fact]
    public void A_body_reserves_only_what_came()
    {
        var budget = new MemoryBudget(4 * MiB);
        var bodies = Enumerable.Range(0, 100).Select(_ => BodyBuffer.Rent(32 * MiB, budget)).ToArray();
        Array.ForEach(bodies, body => body.Write("{"u8));

        Assert.Equal(0, budget.Used);
        Array.ForEach(bodies, body => body.Dispose());
    }

    [Fact]
    public void What_is_beyond_the_budget_is_refused_and_leaves_nothing_behind()
    {
        var budget = new MemoryBudget(4 * MiB);
        using (var body = BodyBuffer.Rent(0, budget))
        {
            var error = Assert.Throws<RouterException>(() => body.Write(new byte[5 * MiB])).Error;
            Assert.Equal((RouterErrorKind.Overloaded, 503), (error.Kind, error.Status));
            Assert.NotNull(error.RetryAfter);
        }

        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void A_whole_budget_can_be_joined()
    {
        var budget = new MemoryBudget(4 * MiB);
        using var body = BodyBuffer.Rent(0, budget);
        body.Write(new byte[3 * MiB + 700 * 1024]);

        Assert.Equal(3 * MiB + 700 * 1024, body.Memory.Length);
    }

    [Fact]
    public void Small_arrays_are_given_when_the_budget_is_used_up()
    {
        var budget = new MemoryBudget(MiB);
        var large = budget.Rent(MiB);

        Assert.Throws<RouterException>(() => budget.Rent(MemoryBudget.SmallBytes + 1));
        budget.Return(budget.Rent(MemoryBudget.SmallBytes));
        budget.Return(large);
        budget.Return(budget.Rent(MemoryBudget.SmallBytes + 1));
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void A_body_in_use_is_returned_by_its_last_user()
    {
        var budget = new MemoryBudget(4 * MiB);
        var body = BodyBuffer.CopyOf(new byte[MiB], budget);
        Assert.True(body.TryHold());
        body.Dispose();
        Assert.Equal(MiB, body.Memory.Length);

        body.Dispose();
        Assert.False(body.TryHold());
        Assert.Equal(0, budget.Used);
    }

    private static void Write(BodyBuffer body, ReadOnlySpan<byte> bytes, Random random)
    {
        while (!bytes.IsEmpty)
        {
            var hint = random.Next(4) == 0 ? random.Next(200_000) : 0;
            var count = Math.Min(bytes.Length, random.Next(1, 50_000));
            var target = body.GetSpan(hint);
            Assert.True(target.Length >= Math.Max(1, hint));
            count = Math.Min(count, target.Length);
            bytes[..count].CopyTo(target);
            body.Advance(count);
            bytes = bytes[count..];
        }
    }
}
