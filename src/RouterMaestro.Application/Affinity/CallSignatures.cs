using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Application.Affinity;

/// <summary>Remembers the signatures of the calls that one provider made for one caller.</summary>
/// <param name="store">Keeps them.</param>
/// <param name="provider">The provider's id.</param>
/// <param name="caller">Who called; null if nobody was authenticated. One caller's calls say nothing about those of another.</param>
/// <param name="fit">The form in which the caller gets an id.</param>
internal sealed class CallSignatures(IAffinityStore store, string provider, string? caller, Func<string, string> fit) : ICallSignatures
{
    public bool Any => store.SignsCalls(provider);

    public string? Find(ToolCallPart call)
    {
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        KeyOf(call, key);
        return store.FindCall(key, provider);
    }

    public void Remember(ToolCallPart call, string members)
    {
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        KeyOf(call, key);
        store.RememberCall(key, provider, members);
    }

    /// <summary>
    /// Makes the digest of a call. Servers count ids anew in each answer, so that the arguments belong to it; clients parse them and write them anew, so that
    /// neither white space nor the order of members counts.
    /// </summary>
    private void KeyOf(ToolCallPart call, Span<byte> key)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            json.WriteStartArray();
            json.WriteStringValue(caller);
            json.WriteStringValue(fit(call.Id));
            if (call.BrokenArguments is { } broken)
            {
                json.WriteStringValue(broken);
            }
            else
            {
                using var arguments = JsonDocument.Parse(call.Arguments.Utf8, new() { MaxDepth = 512 });
                Write(json, arguments.RootElement);
            }

            json.WriteEndArray();
        }

        SHA256.HashData(text.WrittenSpan, key);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(value.GetString());
                break;
            case JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
