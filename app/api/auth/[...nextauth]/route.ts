import { nextAuthHandler } from "@/access/next-auth";

export { nextAuthHandler as GET, nextAuthHandler as POST };
