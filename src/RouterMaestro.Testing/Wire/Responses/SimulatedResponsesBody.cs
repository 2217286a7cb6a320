using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Responses;

/// <summary>Writes an answer as Responses sends one that is not streamed.</summary>
internal static class SimulatedResponsesBody
{
    public static byte[] Body(SimulatedResponse answer, RenderContext context)
    {
        var response = ResponsesObject.Make(answer, context, ResponsesWords.Status(answer), new ResponsesItems(answer, context).All());
        if (answer.Omitted.Contains("usage"))
        {
            response["usage"] = null;
        }

        return WireJson.Bytes(response);
    }
}
