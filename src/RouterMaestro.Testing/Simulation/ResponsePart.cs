namespace RouterMaestro.Testing.Simulation;

/// <summary>A part of an answer, before it is put into a protocol.</summary>
internal abstract record ResponsePart
{
    private ResponsePart()
    {
    }

    public sealed record Text(Func<ReceivedRequest, string> Make, IReadOnlyList<string> Pieces) : ResponsePart;

    public sealed record Reasoning(string Content, string Signature, IReadOnlyList<string> Pieces) : ResponsePart;

    public sealed record RedactedReasoning(string Data) : ResponsePart;

    public sealed record ToolCall(SimulatedToolCall Call) : ResponsePart;

    public sealed record Refusal(string Reason, IReadOnlyList<string> Pieces) : ResponsePart;
}
