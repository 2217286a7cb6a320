using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Embeddings;

/// <summary>Reads the facts of a request, and checks the shapes of its known members.</summary>
internal static class EmbeddingsFacts
{
    private static readonly KnownFields _fields = new(
        new("model", FieldShape.Any, RequestSlot.Model),
        new("input", FieldShape.Any, RequestSlot.Messages),
        new("encoding_format", FieldShape.String, RequestSlot.OutputFormat),
        new("dimensions", FieldShape.Positive),
        new("user", FieldShape.String));

    public static FactsReading Read(ReadOnlySpan<byte> body)
    {
        var scan = RequestScan.Read(body, _fields);
        if (scan.Error is { } error)
        {
            return new(error);
        }

        if (!RequestFactsBuilder.TryReadModel(in scan, RequestHints.None, out var model, out var unnamed))
        {
            return new(unnamed);
        }

        if (!HasInput(in scan))
        {
            return new(RouterError.Invalid("input", "'input' must be a string or a non-empty array"));
        }

        var facts = new RequestFacts(model)
        {
            Operation = CallOperation.Embeddings,
            WantsBase64 = scan.BytesOf(RequestSlot.OutputFormat).SequenceEqual("\"base64\""u8),
            WantsOtherVectors = IsOther(scan.BytesOf(RequestSlot.OutputFormat)),
            MessageCount = Math.Max(1, scan[RequestSlot.Messages].Children),
            Size = body.Length,
        };
        return new(facts, new BodyMap { Model = scan[RequestSlot.Model].Place, FirstMember = scan.FirstMember });
    }

    // a format of the server's own, of which nothing is known
    private static bool IsOther(ReadOnlySpan<byte> format) =>
        !format.IsEmpty && !format.SequenceEqual("null"u8) && !format.SequenceEqual("\"float\""u8) && !format.SequenceEqual("\"base64\""u8);

    private static bool HasInput(in RequestScan scan) => scan[RequestSlot.Messages].Kind switch
    {
        JsonValueKind.String => true,
        JsonValueKind.Array => scan.HasElements(RequestSlot.Messages),
        _ => false,
    };
}
