using RouterMaestro.Testing.Rendering;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing;

/// <content>How an answer becomes bytes.</content>
public sealed partial record SimulatedAnswer
{
    internal override SimulatedReply Render(RenderContext context)
    {
        if (!context.IsSpoken)
        {
            throw new NotSupportedException("Answers to Responses requests are given as bytes, by SimulatedAnswer.Raw.");
        }

        var isStream = context.Request.IsStream;
        var reply = isStream ? StreamDirector.Direct(this, context) : WholeDirector.Direct(this, context);
        return reply with
        {
            Acts = ChunkSizes.Count > 0 ? Pacing.Chunk(reply.Acts, ChunkSizes) : reply.Acts,
            ContentType = ContentType ?? reply.ContentType,
            Headers = [.. ProviderHeaders.For(context), .. reply.Headers, .. Headers],
        };
    }

    internal SimulatedUsage UsageFor(RenderContext context) =>
        Usage ?? new SimulatedUsage(Math.Max(1, context.Request.Body.Length / 4), Math.Max(1, OutputLength(context.Request) / 4));

    internal IEnumerable<T> Of<T>()
        where T : AnswerPart => Parts.OfType<T>();

    private int OutputLength(ReceivedRequest request) => Parts.Sum(part => part switch
    {
        AnswerPart.Text text => text.Make(request).Length,
        AnswerPart.Reasoning reasoning => reasoning.Content.Length,
        AnswerPart.ToolCall call => call.Call.Name.Length + call.Call.Arguments.Length,
        AnswerPart.Refusal refusal => refusal.Reason.Length,
        _ => 0,
    });
}
