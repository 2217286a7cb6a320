using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
namespace RouterMaestro.Infrastructure.Providers;

internal static class ModelListReader { public static EquatableArray<ModelCard> Read(WireProtocol protocol, string providerId, ReadOnlyMemory<byte> body) => []; }
