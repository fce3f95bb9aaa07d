import { nextAuthHandler } from "@/access/sign-in/next-auth";

export { nextAuthHandler as GET, nextAuthHandler as POST };
