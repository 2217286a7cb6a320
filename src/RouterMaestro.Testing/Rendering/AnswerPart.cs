namespace RouterMaestro.Testing.Rendering;

/// <summary>A part of an answer, before it is put into a dialect.</summary>
internal abstract record AnswerPart
{
    private AnswerPart()
    {
    }

    public sealed record Text(Func<ReceivedRequest, string> Make, IReadOnlyList<string> Pieces) : AnswerPart;

    public sealed record Reasoning(string Content, string Signature, IReadOnlyList<string> Pieces) : AnswerPart;

    public sealed record RedactedReasoning(string Data) : AnswerPart;

    public sealed record ToolCall(SimulatedToolCall Call) : AnswerPart;

    public sealed record Refusal(string Reason, IReadOnlyList<string> Pieces) : AnswerPart;
}
