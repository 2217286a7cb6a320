using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Tests.Providers.Modules.Acme;

/// <summary>Reads <c>{ "models": [ { "name": "fable", "api": "messages" } ] }</c>.</summary>
internal static class AcmeModelList
{
    public static EquatableArray<ModelCard> Read(string provider, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("models").EnumerateArray().Select(model =>
        {
            var id = model.GetProperty("name").GetString()!;
            return new ModelCard(new ModelRef(provider, id), id)
            {
                Protocols = WireProtocol.Find(model.GetProperty("api").GetString()!) is { } protocol ? [protocol] : [],
            };
        }).ToEquatableArray();
    }
}
