using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Plans the declared edits of a request that passes in its own dialect: the model.</summary>
internal static class ResponsesEdits
{
    public static int Plan(in BodyMap map, RequestTarget target, Span<BodyEdit> edits)
    {
        if (map.Model.IsEmpty)
        {
            return 0;
        }

        edits[0] = new(map.Model, target.QuotedModelId);
        return 1;
    }
}
