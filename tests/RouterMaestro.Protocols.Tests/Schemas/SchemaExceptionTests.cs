using System.Text;
using RouterMaestro.TestKit;
using RouterMaestro.TestKit.Schemas;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>Each exception is shown by traffic that no gateway of ours has touched.</summary>
public sealed class SchemaExceptionTests
{
    public static TheoryData<int> Exceptions => [.. Enumerable.Range(0, SchemaExceptions.All.Count)];

    [SharedDataTheory]
    [MemberData(nameof(Exceptions))]
    public void Recorded_traffic_has_the_fault_too(int index)
    {
        var exception = SchemaExceptions.All[index];
        var document = exception.Witness.Contains("anthropic", StringComparison.Ordinal) ? ApiDocument.Anthropic : ApiDocument.OpenAI;
        var schema = document.Schema(exception.Schema);
        var faults = DocumentsOf(exception.Witness).SelectMany(d => schema.Check(d)).Select(f => f.ToString()).ToList();
        Assert.True(faults.Any(f => f.StartsWith(exception.Shown, StringComparison.Ordinal)), $"{exception} is shown by nothing but:\n{string.Join('\n', faults.Distinct())}");
    }

    [Fact]
    public void There_are_few_exceptions() => Assert.InRange(SchemaExceptions.All.Count, 1, 15);

    private static IEnumerable<byte[]> DocumentsOf(string witness)
    {
        if (witness.StartsWith("error ", StringComparison.Ordinal))
        {
            return [KnownErrors.Get(witness["error ".Length..])];
        }

        if (witness.StartsWith("request of ", StringComparison.Ordinal))
        {
            return [Recordings.Get(witness["request of ".Length..]).RequestBody!];
        }

        var recording = Recordings.Get(witness);
        return recording.IsSse
            ? SseFrames.Read(recording.Body, int.MaxValue / 2).Frames.Where(f => f.Data.StartsWith('{')).Select(f => Encoding.UTF8.GetBytes(f.Data))
            : [recording.Body];
    }
}
