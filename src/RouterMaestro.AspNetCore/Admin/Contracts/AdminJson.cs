using System.Text.Json;
using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>Reads and writes the contracts of the admin API, for the endpoints, the command line and the pages.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelListContract))]
[JsonSerializable(typeof(RefreshContract))]
[JsonSerializable(typeof(PriceContract))]
[JsonSerializable(typeof(RoutingContract))]
[JsonSerializable(typeof(ProviderListContract))]
[JsonSerializable(typeof(ProviderContract))]
[JsonSerializable(typeof(ProviderRemovedContract))]
[JsonSerializable(typeof(ProviderTestContract))]
[JsonSerializable(typeof(RouteContract))]
[JsonSerializable(typeof(HealthContract))]
[JsonSerializable(typeof(GatewayKeyListContract))]
[JsonSerializable(typeof(NewGatewayKeyContract))]
[JsonSerializable(typeof(RevokedGatewayKeyContract))]
[JsonSerializable(typeof(AuthListContract))]
[JsonSerializable(typeof(LoginMethodListContract))]
[JsonSerializable(typeof(LoginContract))]
[JsonSerializable(typeof(LoginRequestContract))]
[JsonSerializable(typeof(LoginStatusContract))]
[JsonSerializable(typeof(LogoutContract))]
[JsonSerializable(typeof(AccountQuotaContract))]
[JsonSerializable(typeof(StatsContract))]
[JsonSerializable(typeof(StatsRequestListContract))]
[JsonSerializable(typeof(StatuslineContract))]
[JsonSerializable(typeof(ServerContract))]
[JsonSerializable(typeof(ErrorContract))]
internal sealed partial class AdminJson : JsonSerializerContext
{
    /// <summary>Gets the context that writes indented lines, for terminals.</summary>
    public static AdminJson Indented { get; } = new(new JsonSerializerOptions { WriteIndented = true });
}
